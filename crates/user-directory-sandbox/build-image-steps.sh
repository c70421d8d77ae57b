#!/bin/sh
# The steps of the Dockerfile, for machines without Docker: builds the sandbox into a folder and starts it from there.
# Usage: build-image-steps.sh FOLDER [options of user-directory-sandbox]
set -eu
folder=${1:?usage: build-image-steps.sh FOLDER [options]}
shift
cd "$(dirname "$0")/../.."
cargo build --release --locked -p user-directory-sandbox
mkdir -p "$folder"
cp target/release/user-directory-sandbox "$folder/"
exec "$folder/user-directory-sandbox" "$@"
