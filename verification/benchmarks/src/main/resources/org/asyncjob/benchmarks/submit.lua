-- Submits jobs as fast as they are taken. Every answer has to be 202.
local wrong = 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  request_text = wrk.format("POST", nil, {["Content-Type"] = "application/json"}, '{"city":"Ulm"}')
  wrong_answers = 0
end

function request()
  return request_text
end

function response(status)
  if status ~= 202 then
    wrong_answers = wrong_answers + 1
  end
end

function done(summary, latency)
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong_answers")
  end
  local errors = summary.errors
  wrong = wrong + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("\nmeasured %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), wrong))
end
