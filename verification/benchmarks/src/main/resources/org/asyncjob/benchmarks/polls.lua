-- Asks for process resources at random, of those whose paths are the lines of the second argument's
-- file. Every answer has to have the first argument's status.
local wrong = 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  expected = tonumber(args[1])
  requests = {}
  for path in io.lines(args[2]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  wrong_answers = 0
end

function request()
  return requests[math.random(#requests)]
end

function response(status)
  if status ~= expected then
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
