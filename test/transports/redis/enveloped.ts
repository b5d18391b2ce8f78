/** Headers and data in one field, as FastStream writes them: its binary format 1. */
export function enveloped(headers: Readonly<Record<string, string>>, body: string): Buffer {
  const short = (value: number) => Buffer.from([value >> 8, value & 0xff])
  const long = (value: number) => Buffer.concat([short(value >> 16), short(value & 0xffff)])
  const texts = Object.entries(headers).flat()
  const written = texts.flatMap((text) => [short(Buffer.byteLength(text)), Buffer.from(text)])
  const count = short(Object.keys(headers).length)
  const length = written.reduce((sum, { length }) => sum + length, 0)
  const mark = Buffer.from('\x89BIN\r\n\x1a\n', 'latin1')
  return Buffer.concat([mark, short(1), long(18), long(20 + length), count, ...written, Buffer.from(body)])
}
