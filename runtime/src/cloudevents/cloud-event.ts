/**
 * A CloudEvent as a plain object, by the member names of the JSON format: what `new CloudEvent(…)` of the
 * `cloudevents` package takes, and what its instances are.
 */
export interface CloudEventObject<Data = unknown> {
  id: string
  source: string
  type: string
  specversion: string
  datacontenttype?: string
  dataschema?: string
  subject?: string
  time?: string
  data?: Data
  data_base64?: string
  [extension: string]: unknown
}
