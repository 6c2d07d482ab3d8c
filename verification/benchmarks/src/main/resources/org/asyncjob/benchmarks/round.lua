-- One round after the other: POST, then GET what Location names until it answers with the first
-- argument's status. Needs as many threads as connections, for a thread sees no difference between
-- its connections.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } asyncjob_time;
  int clock_gettime(int clock, asyncjob_time *time);
]]
local MONOTONIC = 1
local clock = ffi.new("asyncjob_time")
local threads = {}

local function microseconds()
  ffi.C.clock_gettime(MONOTONIC, clock)
  return tonumber(clock.seconds) * 1e6 + tonumber(clock.nanoseconds) / 1e3
end

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  expected = tonumber(args[1])
  post = wrk.format("POST", "/jobs", {["Content-Type"] = "application/json"}, '{"city":"Ulm"}')
  process = nil
  rounds = {}
  wrong_answers = 0
end

function request()
  if process then
    return wrk.format("GET", process)
  end
  started = microseconds()
  return post
end

function response(status, headers)
  if process == nil then
    local location = headers["Location"]
    if status == 202 and location then
      process = location:match("^https?://[^/]+(/.*)$")
    else
      wrong_answers = wrong_answers + 1
    end
  elseif status == expected then
    rounds[#rounds + 1] = microseconds() - started
    process = nil
  elseif status ~= 200 then
    wrong_answers = wrong_answers + 1
    process = nil
  end
end

function done(summary)
  local wrong = 0
  local all = {}
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong_answers")
    for _, round in ipairs(thread:get("rounds")) do
      all[#all + 1] = round
    end
  end
  table.sort(all)
  local errors = summary.errors
  wrong = wrong + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("\nmeasured %d %d %d %d\n", #all, summary.duration, all[math.ceil(#all / 2)] or 0, wrong))
end
