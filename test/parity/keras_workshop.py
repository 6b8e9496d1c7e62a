"""The workshop's network in Keras, as its notebook's reader would write it: from given weights, probabilities and Adam steps."""

import sys

import keras
import numpy as np
import tensorflow as tf
from exchange import read_request, write_answer
from keras import layers


def workshop(image_size, classes):
    return keras.Sequential(
        [
            keras.Input((image_size, image_size, 3)),
            layers.Conv2D(16, 3, activation="relu", name="conv1"),
            layers.MaxPooling2D(name="pool1"),
            layers.Conv2D(32, 3, activation="relu", name="conv2"),
            layers.MaxPooling2D(name="pool2"),
            layers.Conv2D(64, 3, activation="relu", name="conv3"),
            layers.MaxPooling2D(name="pool3"),
            layers.Flatten(name="flatten"),
            layers.Dense(classes, activation="softmax", name="logits"),
        ]
    )


def named_weights(model):
    return {f"{layer.name}/{weight.name}": weight for layer in model.layers for weight in layer.weights}


def main(folder):
    facts, tensors = read_request(folder)
    inputs, labels = tensors["inputs"], np.array(facts["labels"])
    model = workshop(facts["imageSize"], facts["classes"])
    for name, weight in named_weights(model).items():
        weight.assign(tensors[name])
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(),
    )
    probabilities = model.predict(inputs, batch_size=len(labels), verbose=0)
    loss = float(model.evaluate(inputs, labels, batch_size=len(labels), verbose=0))
    losses = []
    for _ in range(facts["steps"]):
        # It would be the mean of all steps so far otherwise.
        model.reset_metrics()
        losses.append(float(model.train_on_batch(inputs, labels)))
    answer = {
        "versions": {
            "Keras": keras.__version__,
            "TensorFlow": tf.__version__,
            "Python": sys.version.split()[0],
        },
        "fullWeights": workshop(128, 35).count_params(),
        "loss": loss,
        "losses": losses,
    }
    weights = {name: weight.numpy() for name, weight in named_weights(model).items()}
    write_answer(folder, answer, {"probabilities": probabilities, **weights})


main(sys.argv[1])
