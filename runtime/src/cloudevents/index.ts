export type { EncodeOptions } from '../message/encode-event.js'
export type { Message } from '../message/message.js'
export { checkCloudEvent } from './check-cloud-event.js'
export type { CloudEventObject } from './cloud-event.js'
export type { ReadOptions } from './decode-as.js'
export { decodeAs as fromMessage } from './decode-as.js'
export { fromCloudEvent } from './from-cloud-event.js'
export {
  fromHttp,
  type HttpMessage,
  type HttpMode,
  httpMode,
  type ReceivedHttp,
  readHttp,
  toHttp,
  toHttpBatch,
} from './http.js'
export { fromJson, fromJsonBatch, toJson, toJsonBatch } from './json.js'
export { toCloudEvent } from './to-cloud-event.js'
