import { script } from '../script.js'
import { member } from './shared.js'

/**
 * Makes the consumer groups of a subscription where they are missing, all of them from one position, or only looks.
 *
 * KEYS: the application's subscriptions, the stream of redriven messages, and the streams.
 * ARGV: whether to make, subscription, where to begin, the name that its groups begin with, and the names of its groups.
 *
 * Answers with what differs.
 */
export const declareGroups = script(
  member,
  `
local mayMake, subscription, start, base = ARGV[1] == '1', ARGV[2], ARGV[3], ARGV[4]
local wanted, names, differences = {}, {}, {}
for at = 5, #ARGV do wanted[ARGV[at]] = true; names[#names + 1] = ARGV[at] end

local function look(key, isInlet)
  local kind = redis.call('TYPE', key).ok
  if kind ~= 'stream' and kind ~= 'none' then
    differences[#differences + 1] = 'key ' .. key .. ' holds a ' .. kind .. '; expected a stream, or nothing'
    return
  end
  local found = {}
  if kind == 'stream' then
    for _, group in ipairs(redis.call('XINFO', 'GROUPS', key)) do
      local name = member(group, 'name')
      found[name] = true
      local isOurs = name == base or string.sub(name, 1, #base + 1) == base .. ':'
      if isOurs and not isInlet and not wanted[name] then
        differences[#differences + 1] = 'group ' .. name .. ' of stream ' .. key .. ' divides subscription ' .. subscription ..
          ' otherwise; expected ' .. table.concat(names, ', ') .. ': stop its instances, let it run empty, and XGROUP DESTROY it'
      end
    end
  end
  for _, name in ipairs(isInlet and {base} or names) do
    if not found[name] and not mayMake then
      differences[#differences + 1] = 'group ' .. name .. ' of stream ' .. key .. ' is missing'
    end
  end
  return found
end

local here = {}
for at = 2, #KEYS do here[at] = look(KEYS[at], at == 2) end
if #differences > 0 or not mayMake then return differences end
for at = 2, #KEYS do
  for _, name in ipairs(at == 2 and {base} or names) do
    if not here[at][name] then
      redis.call('XGROUP', 'CREATE', KEYS[at], name, at == 2 and '0' or start, 'MKSTREAM')
    end
  end
end
redis.call('SADD', KEYS[1], subscription)
return differences
`,
)

/**
 * Removes what is old and what every group has done with. KEYS: streams. ARGV: how long to keep what was handled, how old
 * anything may become; -1 for ever.
 */
export const trim = script(
  member,
  `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local keep, most, removed = tonumber(ARGV[1]), tonumber(ARGV[2]), 0
local function read(id)
  local ms, sequence = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(sequence)
end
local function isBefore(ms, sequence, otherMs, otherSequence)
  return ms < otherMs or (ms == otherMs and sequence < otherSequence)
end
local function cut(key, ms, sequence)
  removed = removed + redis.call('XTRIM', key, 'MINID', string.format('%.0f-%.0f', ms, sequence))
end
for _, key in ipairs(KEYS) do
  if redis.call('TYPE', key).ok == 'stream' then
    if keep >= 0 then
      local ms, sequence = now - keep, 0
      for _, group in ipairs(redis.call('XINFO', 'GROUPS', key)) do
        local needMs, needSequence
        if member(group, 'pending') > 0 then
          needMs, needSequence = read(redis.call('XPENDING', key, member(group, 'name'))[2])
        else
          needMs, needSequence = read(member(group, 'last-delivered-id'))
          needSequence = needSequence + 1
        end
        if isBefore(needMs, needSequence, ms, sequence) then ms, sequence = needMs, needSequence end
      end
      if ms > 0 then cut(key, ms, sequence) end
    end
    if most >= 0 then cut(key, now - most, 0) end
  end
end
return removed
`,
)
