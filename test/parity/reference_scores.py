"""Scores of given probabilities by scikit-learn, SciPy and Keras."""

import sys

import keras
import numpy as np
import scipy
import sklearn
from exchange import read_request, write_answer
from scipy.stats import binomtest
from sklearn.metrics import log_loss, recall_score, top_k_accuracy_score


def main(folder):
    facts, tensors = read_request(folder)
    labels = np.array(facts["labels"])
    probabilities = tensors["probabilities"].astype("float64")
    classes = range(probabilities.shape[1])
    chosen = probabilities.argmax(axis=1)
    hits = int((chosen == labels).sum())
    interval = binomtest(hits, len(labels)).proportion_ci(method="wilson")
    impossible = tensors["impossible"]
    answer = {
        "versions": {
            "scikit-learn": sklearn.__version__,
            "SciPy": scipy.__version__,
            "Keras": keras.__version__,
        },
        **{f"top{k}": top_k_accuracy_score(labels, probabilities, k=k, labels=classes) for k in (1, 3, 5)},
        "loss": log_loss(labels, probabilities / probabilities.sum(axis=1, keepdims=True), labels=classes),
        "perClass": recall_score(labels, chosen, labels=classes, average=None).tolist(),
        "top1Interval": [interval.low, interval.high],
        "impossibleLoss": float(
            keras.losses.SparseCategoricalCrossentropy()(labels[: len(impossible)], impossible)
        ),
    }
    write_answer(folder, answer, {})


main(sys.argv[1])
