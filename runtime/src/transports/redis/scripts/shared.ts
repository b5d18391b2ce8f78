/** What several scripts have need of. */
export const time = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
`

/** Of a flat list of names and values, as the server answers about streams. */
export const member = `
local function member(list, name)
  for at = 1, #list, 2 do if list[at] == name then return list[at + 1] end end
end
`

/** Who has an entry that was handed out and is not settled: `nil` where it is settled, or was never handed out. */
export const owner = `
local function owner(key, group, id)
  local found = redis.pcall('XPENDING', key, group, id, id, 1)
  return not found.err and found[1] and found[1][2] or nil
end
`

/**
 * Gives an entry to nobody, from when on anybody may take it. Its idle time is longer than any lease, so that the count
 * of deliveries alone stays with it. Answers `nil` where somebody removed the entry, which is forgotten by this.
 */
export const giveBack = `
local function giveBack(key, group, id, due)
  return redis.call('XCLAIM', key, group, 'returned:' .. due, 0, id, 'IDLE', '2000000000', 'JUSTID')[1]
end
`

export const ring = `
local function ring(bell) redis.call('XADD', bell, 'MAXLEN', 1, '*', 'rung', '1') end
`
