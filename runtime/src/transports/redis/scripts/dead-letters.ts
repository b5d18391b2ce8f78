import { script } from '../script.js'
import { owner, ring } from './shared.js'

/**
 * Stores a dead letter and settles its message. KEYS: stream, dead letters, the application's subscriptions.
 * ARGV: group, consumer, id, whether the message was redriven, subscription, then the fields of the dead letter.
 * Answers as `settle` does.
 */
export const park = script(
  owner,
  `
local holder = owner(KEYS[1], ARGV[1], ARGV[3])
if not holder then return 1 end
if holder ~= ARGV[2] then return 2 end
local command = {'XADD', KEYS[2], '*'}
for at = 6, #ARGV do command[#command + 1] = ARGV[at] end
redis.call(unpack(command))
redis.call('SADD', KEYS[3], ARGV[5])
redis.call('XACK', KEYS[1], ARGV[1], ARGV[3])
if ARGV[4] == '1' then redis.call('XDEL', KEYS[1], ARGV[3]) end
return 0
`,
)

/**
 * Gives a dead letter back to the subscription that parked it. KEYS: dead letters, redriven messages, the bell.
 * ARGV: id, then the fields that of ours stay with it. Answers 1, or 0 when it is no longer there.
 */
export const redrive = script(
  ring,
  `
local entry = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not entry then return 0 end
local stays, redrives = {}, 0
for at = 2, #ARGV do stays[ARGV[at]] = true end
local command = {'XADD', KEYS[2], '*'}
for at = 1, #entry[2], 2 do
  local name, value = entry[2][at], entry[2][at + 1]
  local lower = string.lower(name)
  if lower == 'tidings-redrives' then redrives = tonumber(value) or 0 end
  if string.sub(lower, 1, 8) ~= 'tidings-' or stays[lower] then
    command[#command + 1] = name
    command[#command + 1] = value
  end
end
command[#command + 1] = 'tidings-redrives'
command[#command + 1] = string.format('%d', redrives + 1)
redis.call(unpack(command))
redis.call('XDEL', KEYS[1], ARGV[1])
ring(KEYS[3])
return 1
`,
)
