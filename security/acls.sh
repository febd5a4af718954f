#!/usr/bin/env bash
# Grants a user the rights of a role in acls.txt, or revokes them.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: security/acls.sh ROLE USER [--remove] OPTION...

  ROLE      device, trainer, app, reader or operator: see security/acls.txt
  USER      principal name: the SCRAM user, the sub of the token, or the subject of the certificate (CN=...)
  --remove  revokes the rights
  OPTION    of kafka-acls.sh, for example --bootstrap-server B --command-config admin.properties

KAFKA_ACLS sets the path of kafka-acls.sh; KAFKA_ACLS=echo prints the commands instead of running them.

Example:

  security/acls.sh trainer sensieve-trainer --bootstrap-server kafka:9093 --command-config admin.properties
TEXT
}

case "${1:-}" in
  -h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -lt 2 ]; then
  usage >&2
  exit 2
fi
role=$1
user=$2
shift 2
action=(--add)
if [ "${1:-}" = --remove ]; then
  action=(--remove --force)
  shift
fi

table=$(dirname "${BASH_SOURCE[0]}")/acls.txt
granted=0
# Reads the table from descriptor 3, because kafka-acls.sh may read standard input.
while read -r line_role resource pattern names operations <&3; do
  if [ "$line_role" != "$role" ]; then
    continue
  fi
  arguments=("$@" "${action[@]}" --allow-principal "User:$user" --resource-pattern-type "$pattern")
  IFS=, read -ra listed <<<"$names"
  for name in "${listed[@]}"; do
    if [ "$name" = '{user}' ]; then
      name=$user
    fi
    arguments+=("--$resource" "$name")
  done
  IFS=, read -ra listed <<<"$operations"
  for operation in "${listed[@]}"; do
    arguments+=(--operation "$operation")
  done
  "${KAFKA_ACLS:-kafka-acls.sh}" "${arguments[@]}"
  granted=$((granted + 1))
done 3<"$table"

if [ "$granted" = 0 ]; then
  echo "acls.sh: unknown role $role; the roles of security/acls.txt are $(awk '!/^(#|$)/ {print $1}' "$table" | sort -u | paste -sd ' ')" >&2
  exit 2
fi
