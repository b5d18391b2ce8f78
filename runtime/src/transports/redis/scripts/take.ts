import { script } from '../script.js'
import { member, time } from './shared.js'

/**
 * Hands out the next messages of one subscription. What was handed out before and is to be handed out again comes
 * first: what was given back, and what an instance holds that says nothing any more.
 *
 * KEYS: the streams, the last of them the one of redriven messages, and the bell.
 * ARGV: group, consumer, the most messages, lease, at which stream to begin, into how many parts a subscription in order
 * divides (0 for one without), whether to look for what is to be handed out again.
 *
 * Answers with the messages, each with its stream, group, count of deliveries; with what is gone; where there are none,
 * where each stream ends; and from where each group would have to begin should it vanish.
 */
export const take = script(
  time,
  member,
  `
local base, me, room, lease = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local first, parts, sweeps = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7] == '1'
local streams = #KEYS - 1
local taken, gone, ends, needed = {}, {}, {}, {}
local mostBytes = 4000000

local function put(at, group, count, entry)
  taken[#taken + 1] = {at, group, count, entry[1], entry[2]}
  room = room - 1
end

local function mayTake(holder, idle)
  local due = string.match(holder, '^returned:(%d+)$')
  if due then return tonumber(due) <= now end
  return idle >= lease
end

-- An entry that somebody deleted is forgotten by this.
local function claim(at, group, id, count)
  local entry = redis.call('XCLAIM', KEYS[at], group, me, 0, id)[1]
  if entry then put(at, group, count + 1, entry) else gone[#gone + 1] = {at, id} end
  return entry
end

-- Those that hold nothing and are not heard of; should one still be there, it is made again.
local function forgetConsumers(at, group)
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[at], group)) do
    local name, idle = member(consumer, 'name'), member(consumer, 'idle')
    local isLeft = string.sub(name, 1, 9) == 'returned:' or idle > 10 * lease
    if name ~= me and isLeft and member(consumer, 'pending') == 0 then
      redis.call('XGROUP', 'DELCONSUMER', KEYS[at], group, name)
    end
  end
end

local function sweep(at, group)
  local from = '-'
  while room > 0 do
    local page = redis.call('XPENDING', KEYS[at], group, 'IDLE', lease, from, '+', 100)
    for _, each in ipairs(page) do
      if room > 0 and mayTake(each[2], each[3]) then claim(at, group, each[1], each[4]) end
    end
    if #page < 100 then break end
    from = '(' .. page[100][1]
  end
  forgetConsumers(at, group)
end

local function takeAny(at, group)
  if sweeps then sweep(at, group) end
  if room < 1 then return end
  -- Large ones not too many at once.
  local batch, size = 16, 0
  while room > 0 and size < mostBytes do
    local count = math.min(batch, room)
    local read = redis.call('XREADGROUP', 'GROUP', group, me, 'COUNT', count, 'STREAMS', KEYS[at], '>')
    local entries = read and read[1][2] or {}
    for _, entry in ipairs(entries) do
      put(at, group, 1, entry)
      for _, text in ipairs(entry[2]) do size = size + #text end
    end
    if #entries < count then break end
    batch = batch * 4
  end
end

-- What is in FastStream's envelope, as fields.
local function opened(value)
  if string.sub(value, 1, 10) ~= '\\137BIN\\13\\10\\26\\10\\0\\1' then return {} end
  local at, from = struct.unpack('>I4I4', value, 11)
  local fields = { 'data', string.sub(value, from + 1) }
  local count = struct.unpack('>I2', value, at + 1)
  at = at + 3
  for _ = 1, count * 2 do
    local length = struct.unpack('>I2', value, at)
    fields[#fields + 1] = string.sub(value, at + 2, at + 1 + length)
    at = at + 2 + length
  end
  return fields
end

local function keyOf(entry)
  local structured, binary, data, attribute = false, false, nil, nil
  local function look(fields)
    for at = 1, #fields, 2 do
      local name, value = string.lower(fields[at]), fields[at + 1]
      if name == 'tidings-key' then return value end
      if name == 'ce_partitionkey' or name == 'ce-partitionkey' then attribute = value end
      if name == 'content-type' and string.match(string.lower(value), '^%s*application/cloudevents') then structured = true end
      if string.match(name, '^ce[_-]id$') or string.match(name, '^ce[_-]specversion$') then binary = true end
      if name == 'data' then data = value end
      if name == '__data__' then
        local isRead, inner = pcall(opened, value)
        local own = isRead and look(inner)
        if own then return own end
      end
    end
  end
  local own = look(entry[2])
  if own then return own end
  if data and (structured or not binary) then
    local isRead, event = pcall(cjson.decode, data)
    if isRead and type(event) == 'table' then
      local key = event.partitionkey
      if type(key) == 'string' or type(key) == 'number' then return tostring(key) end
    end
  end
  return attribute
end

-- What has no key is of any part, by its position in the stream.
local partOfEntry = {}
local function partOf(at, entry)
  local name = at .. ' ' .. entry[1]
  if not partOfEntry[name] then
    local key = keyOf(entry)
    if key then
      partOfEntry[name] = tonumber(string.sub(redis.sha1hex(key), 1, 8), 16) % parts
    else
      local ms, sequence = string.match(entry[1], '^(%d+)-(%d+)$')
      partOfEntry[name] = (tonumber(ms) + tonumber(string.sub(sequence, -9))) % parts
    end
  end
  return partOfEntry[name]
end

-- Of each part one message is handed out at a time: nothing else of it before that is settled.
local function takeOfPart(at, part, last)
  local group = base .. ':' .. part .. '/' .. parts
  if sweeps then forgetConsumers(at, group) end
  local pending = redis.call('XPENDING', KEYS[at], group, '-', '+', 1)[1]
  if pending and not (mayTake(pending[2], pending[3]) and not claim(at, group, pending[1], pending[4])) then return end
  local seen, batch = last, 16
  for _ = 1, 20 do
    local entries = redis.call('XRANGE', KEYS[at], '(' .. seen, '+', 'COUNT', batch)
    for _, entry in ipairs(entries) do
      if partOf(at, entry) == part then
        if seen ~= last then redis.call('XGROUP', 'SETID', KEYS[at], group, seen) end
        put(at, group, 1, redis.call('XREADGROUP', 'GROUP', group, me, 'COUNT', 1, 'STREAMS', KEYS[at], '>')[1][2][1])
        return
      end
      seen = entry[1]
    end
    if #entries < batch then break end
    batch = 64
  end
  if seen ~= last then redis.call('XGROUP', 'SETID', KEYS[at], group, seen) end
end

local function takeInOrder(at)
  -- Where it is missing, this says so.
  redis.call('XPENDING', KEYS[at], base .. ':0/' .. parts)
  local last = {}
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[at])) do
    last[member(group, 'name')] = member(group, 'last-delivered-id')
  end
  for turn = 0, parts - 1 do
    if room < 1 then return end
    local part = (first + turn) % parts
    takeOfPart(at, part, last[base .. ':' .. part .. '/' .. parts] or '0-0')
  end
end

for turn = 0, streams - 1 do
  local at = (first + turn) % streams + 1
  if room > 0 then
    if parts > 0 and at < streams then takeInOrder(at) else takeAny(at, base) end
  end
end
for at = 1, #taken == 0 and #KEYS or 0 do
  local isThere = redis.call('EXISTS', KEYS[at]) == 1
  ends[at] = isThere and member(redis.call('XINFO', 'STREAM', KEYS[at]), 'last-generated-id') or '0-0'
end
if sweeps then
  for at = 1, streams do
    for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[at])) do
      local name = member(group, 'name')
      if name == base or string.sub(name, 1, #base + 1) == base .. ':' then
        local pending = member(group, 'pending') > 0
        local oldest = pending and redis.call('XPENDING', KEYS[at], name)[2]
        needed[#needed + 1] = {at, name, oldest or '', member(group, 'last-delivered-id')}
      end
    end
  end
end
return {taken, gone, ends, needed}
`,
)
