# shellcheck shell=bash
# What every script of bin/ begins with: the repository's root, and the functions.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
DATA=$ROOT/.data
cd "$ROOT" || exit

for part in ui need port process postgres redis services shop build; do
  # shellcheck source=/dev/null
  source "$ROOT/bin/lib/$part.sh"
done
unset part
