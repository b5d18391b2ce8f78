import { script } from '../script.js'
import { giveBack, owner, ring, time } from './shared.js'

/**
 * Settles messages, or begins their leases anew, where they are still with who says so.
 *
 * KEYS: the bell, and the streams.
 * ARGV: what to do, how long a returned one is held back, the stream of redriven messages (among KEYS), then of those
 * that are in one stream, group and consumer these, how many they are, the least and the greatest id, and all ids.
 *
 * Answers for each: 0 when it is done, 1 when it was settled before, 2 when it is somebody else's, 3 when
 * its entry was removed.
 */
export const settle = script(
  time,
  owner,
  giveBack,
  ring,
  `
local verb, delay, inlet = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local answers, isBack = {}, false
local at = 4
while at <= #ARGV do
  local key, group, me, count = KEYS[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
  -- Most often all of them, and what else it has between them. What is not among so many is looked for by itself.
  local mine = {}
  local found = redis.pcall('XPENDING', key, group, ARGV[at + 4], ARGV[at + 5], 2 * count, me)
  for _, each in ipairs(found.err and {} or found) do mine[each[1]] = true end
  local done = {}
  for index = at + 6, at + 5 + count do
    local id = ARGV[index]
    local holder = mine[id] and me or owner(key, group, id)
    if not holder then
      answers[#answers + 1] = 1
    elseif holder ~= me then
      answers[#answers + 1] = 2
    else
      answers[#answers + 1] = 0
      if verb == 'acknowledge' then
        done[#done + 1] = id
      elseif verb == 'extend' then
        if not redis.call('XCLAIM', key, group, me, 0, id, 'JUSTID')[1] then answers[#answers] = 3 end
      else
        local due = delay > 0 and string.format('%.0f', now + delay) or '0'
        if not giveBack(key, group, id, due) then answers[#answers] = 3 end
        isBack = true
      end
    end
  end
  if #done > 0 then
    redis.call('XACK', key, group, unpack(done))
    if tonumber(ARGV[at]) == inlet then redis.call('XDEL', key, unpack(done)) end
  end
  at = at + 6 + count
end
if isBack then ring(KEYS[1]) end
return answers
`,
)

/**
 * Gives back what a consumer has, but for what it still knows of; and forgets the consumer when it leaves.
 *
 * KEYS: the bell, and the streams. ARGV: consumer, whether it leaves, how many group names follow (each looked for in every
 * stream) and these, then of each message that it keeps its stream, group and id, with spaces between.
 */
export const handBack = script(
  giveBack,
  ring,
  `
local me, leaves, groups = ARGV[1], ARGV[2] == '1', tonumber(ARGV[3])
local kept, count = {}, 0
for at = 4 + groups, #ARGV do kept[ARGV[at]] = true end
for at = 2, #KEYS do
  for index = 4, 3 + groups do
    local group, from = ARGV[index], '-'
    while true do
      local page = redis.pcall('XPENDING', KEYS[at], group, from, '+', 100, me)
      if page.err then break end
      for _, each in ipairs(page) do
        if not kept[at .. ' ' .. group .. ' ' .. each[1]] then
          giveBack(KEYS[at], group, each[1], '0')
          count = count + 1
        end
      end
      if #page < 100 then break end
      from = '(' .. page[100][1]
    end
    if leaves then redis.pcall('XGROUP', 'DELCONSUMER', KEYS[at], group, me) end
  end
end
if count > 0 or leaves then ring(KEYS[1]) end
return count
`,
)
