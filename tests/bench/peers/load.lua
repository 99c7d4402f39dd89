-- Sends one call again and again, and prints what came of it as JSON.
-- Usage: wrk ... -s load.lua URL -- FILE ACTION; the file holds the body.

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  wrk.method = "POST"
  wrk.body = file:read("*a")
  wrk.headers["Content-Type"] = "text/xml; charset=utf-8"
  wrk.headers["SOAPAction"] = '"' .. arguments[2] .. '"'
  file:close()
end

function done(summary, latency, requests)
  local errors = summary.errors
  local form = '{"requests": %d, "microseconds": %d, "failed": %d, "median": %d, "p99": %d}\n'
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write("\n" .. form:format(summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99)))
end
