#!/bin/sh
# The steps of the Dockerfile, for machines without Docker: builds the sandbox into a folder and starts it from there.
# Usage: build-image-steps.sh FOLDER [options of user-directory-sandbox]
set -eu
folder=${1:?usage: build-image-steps.sh FOLDER [options]}
shift
# Relative to where the caller is, not to the workspace.
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$(dirname "$0")/../.."
cargo build --release --locked -p user-directory-sandbox
cp "${CARGO_TARGET_DIR:-target}/release/user-directory-sandbox" "$folder/"
exec "$folder/user-directory-sandbox" "$@"
