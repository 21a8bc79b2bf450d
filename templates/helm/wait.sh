end=$(($(date +%s) + $3))
until nc -z -w 2 "$1" "$2"; do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "$1:$2 did not answer within $3 seconds" >&2
    exit 1
  fi
  sleep 2
done
