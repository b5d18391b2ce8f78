import { script } from '../script.js'

/**
 * Appends messages, once: a batch that was sent again since its answer was lost, and one that arrives late after others of
 * the same publisher, has no effect any more.
 *
 * KEYS: the publisher, and the streams.
 * ARGV: the number of the batch, how long it is remembered, whether streams may be made; then of each message its stream,
 * how many fields, and these.
 *
 * Answers for each: what is wrong with it, or an empty text.
 */
export const publish = script(`
local number = tonumber(ARGV[1])
local told = redis.call('GET', KEYS[1])
if told then
  local before, answers = string.match(told, '^(%d+) (.*)$')
  if tonumber(before) == number then
    -- Replicas are waited for from the last write of a connection on.
    redis.call('SET', KEYS[1], told, 'PX', ARGV[2])
    return cjson.decode(answers)
  end
  if tonumber(before) > number then return {'LATE'} end
end
local answers, at = {}, 4
while at <= #ARGV do
  local key, fields = KEYS[tonumber(ARGV[at])], tonumber(ARGV[at + 1])
  local command = {'XADD', key}
  if ARGV[3] ~= '1' then command[3] = 'NOMKSTREAM' end
  command[#command + 1] = '*'
  for index = at + 2, at + 1 + fields do command[#command + 1] = ARGV[index] end
  local added = redis.pcall(unpack(command))
  if type(added) == 'table' and added.err then
    answers[#answers + 1] = added.err
  else
    answers[#answers + 1] = added and '' or 'NOSTREAM'
  end
  at = at + 2 + fields
end
-- Where memory is out this is refused, too, and with it the whole.
redis.call('SET', KEYS[1], number .. ' ' .. cjson.encode(answers), 'PX', ARGV[2])
return answers
`)
