import { script } from '../script.js'

/**
 * Appends messages, once: a batch that was sent again since its answer was lost, and one that arrives late after others of
 * the same publisher, has no effect any more.
 *
 * KEYS: the publisher, and the streams.
 * ARGV: the number of the batch, how long it is remembered, whether streams may be made; then of each message its stream,
 * how many fields, and these.
 *
 * Answers for each: what is wrong with it, or an empty text; with nothing where nothing is wrong with any.
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
local mayMake, answers, areFine, at = ARGV[3] == '1', {}, true, 4
while at <= #ARGV do
  local key, last = KEYS[tonumber(ARGV[at])], at + 1 + tonumber(ARGV[at + 1])
  local added
  if mayMake then
    added = redis.pcall('XADD', key, '*', unpack(ARGV, at + 2, last))
  else
    added = redis.pcall('XADD', key, 'NOMKSTREAM', '*', unpack(ARGV, at + 2, last))
  end
  local wrong = ''
  if not added then wrong = 'NOSTREAM' elseif type(added) == 'table' then wrong = added.err end
  if wrong ~= '' then areFine = false end
  answers[#answers + 1] = wrong
  at = last + 1
end
if areFine then answers = {} end
-- Where memory is out this is refused, too, and with it the whole.
redis.call('SET', KEYS[1], number .. ' ' .. cjson.encode(answers), 'PX', ARGV[2])
return answers
`)
