/** Exit codes, as every `--help` tells them. */
export const exitCodeHelp = `Exit codes:
  0    done
  1    the job failed, or a photo could not be read
  2    wrong usage
  130  interrupted: training was saved, downloads are kept; both can go on`;

/** Every command in full, as `petcv --help` shows it. */
export const usageHelp = `Commands in full:
  petcv prepare SOURCE --out DIR [--size 128] [--split 0.8] [--seed 1]
                [--title TEXT] [--per-breed 60] [--cache DIR]
  petcv dataset get petfaces|oxford-pets [--out DIR] [--from auto|archive|oxford]
                    [--mirror PLACE]... [--no-annotations] [--split 0.8|official]
                    [--seed 1] [--size 128] [--downloads DIR] [--cache DIR]
  petcv dataset import FOLDER --out DIR [--split 0.8] [--seed 1] [--size 128]
                       [--title TEXT] [--trash-rejected] [--cache DIR]
  petcv dataset check FOLDER [--strict] [--cache DIR]
  petcv dataset fix DATASET [--dry-run] [--cache DIR]
  petcv dataset split DATASET [--split 0.8|official] [--seed 1]
  petcv dataset leave-out DATASET PHOTO... [--undo]
  petcv dataset list [FOLDER]
  petcv train DATASET --out RUN [--preset workshop] [--epochs 10] [--batch 32]
              [--size 128] [--seed 1] [--engine auto] [--learning-rate 0.001]
              [--cache DIR]
  petcv resume RUN [--dataset DIR] [--cache DIR]
  petcv evaluate MODEL DATASET [--part all|train|validation] [--engine auto]
                 [--cache DIR]
  petcv classify MODEL PHOTO... [--top 5] [--engine auto]
  petcv engines [--engine auto]
  petcv demo [--data PATH] [--epochs 6] [--out DIR]
SOURCE: a folder (one sub-folder a class, or files named BREED_12.jpg), a .tar.gz
of either, or the word "drawn" for pets that Pet CV draws itself.
MODEL: a run's folder, a checkpoint's folder, or its model.json.
Every command takes --json, --verbose (the trainer's log) and --help.`;

/** What `--json` does, as `petcv --help` tells it. */
export const jsonHelp = `With --json, standard output is one JSON object a line and nothing else: the
trainer's events, and last the result.
  train, resume, evaluate
    {"type":"result","top1":0.0,"top3":0.0,"top5":0.0,"photos":0,
     "part":"validation","classes":[...],"model":"path"}
  prepare
    {"type":"result","photos":0,"classes":[...],"dataset":"path", ...}
  dataset get, import, split, leave-out
    as prepare, with "unused" or "health"
  dataset check, fix
    {"type":"result","photos":0,"readable":0,"worst":"error"|"warning"|"info"|null,
     "findings":{"near-duplicates":0,...},"report":"path","fixes":[...]}
  dataset list
    {"type":"result","datasets":[...]}
  classify, for each photo
    {"type":"classified","photo":"path","top":[{"class":"","probability":0.0}], ...}
    {"type":"failed","photo":"path","reason":"", ...}  not readable; the others go on
  a job that failed
    {"type":"error","failure":{"code":"","message":"", ...}, ...}`;

/** Examples under each `--help`. */
export const examples = {
  program: `Examples:
  petcv demo
  petcv prepare photos/ --out pets
  petcv train pets --out run --epochs 10
  petcv evaluate run pets --part validation
  petcv classify run my-cat.jpg`,
  prepare: `Examples:
  petcv prepare photos/ --out pets
  petcv prepare images.tar.gz --out pets --size 64 --split 0.7
  petcv prepare drawn --out drawn-pets --per-breed 30`,
  train: `Examples:
  petcv train pets --out run
  petcv train pets --out run-2 --epochs 20 --batch 16 --learning-rate 0.0005
Ctrl-C saves and stops; go on with petcv resume RUN. A second Ctrl-C stops without saving.`,
  resume: `Examples:
  petcv resume run
  petcv resume run --dataset /new/place/pets`,
  evaluate: `Examples:
  petcv evaluate run pets --part validation
  petcv evaluate run/checkpoints/last other-pets --json`,
  classify: `Examples:
  petcv classify run my-cat.jpg
  petcv classify run photos/*.jpg --top 1 --json`,
  engines: `Example:
  petcv engines`,
  demo: `Examples:
  petcv demo
  petcv demo --data images.tar.gz --epochs 3`,
} as const;

/** Examples under each `petcv dataset ... --help`. */
export const datasetExamples = {
  group: `Examples:
  petcv dataset get petfaces
  petcv dataset import my-photos --out pets
  petcv dataset check pets
  petcv dataset fix pets`,
  get: `Examples:
  petcv dataset get petfaces
  petcv dataset get petfaces --from oxford
  petcv dataset get oxford-pets --split official
  petcv dataset get oxford-pets --mirror /media/usb-stick --out pets
A mirror is an address or a folder under which the archives have their usual names.
Proxies: HTTP_PROXY, HTTPS_PROXY and NO_PROXY are followed.`,
  import: `Examples:
  petcv dataset import my-photos --out pets
  petcv dataset import my-photos --out pets --split 0.7 --trash-rejected`,
  check: `Examples:
  petcv dataset check pets
  petcv dataset check my-photos --strict --json`,
  fix: `Examples:
  petcv dataset fix pets --dry-run
  petcv dataset fix pets`,
  split: `Examples:
  petcv dataset split pets --split 0.7 --seed 2
  petcv dataset split oxford-pets --split official`,
  leaveOut: `Examples:
  petcv dataset leave-out pets Siamese/Siamese_12.jpg
  petcv dataset leave-out pets Siamese/Siamese_12.jpg --undo`,
  list: `Example:
  petcv dataset list`,
} as const;
