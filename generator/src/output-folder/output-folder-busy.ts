const brand = Symbol.for('tidings.OutputFolderBusy')

/** Another process is generating into the folder, and did not finish in time; or it took this one for dead. */
export class OutputFolderBusy extends Error {
  static {
    Object.defineProperty(OutputFolderBusy.prototype, brand, { value: true })
  }
  override readonly name = 'OutputFolderBusy'
  readonly code = 'OUTPUT_FOLDER_BUSY'
  /** Absolute path. */
  readonly folder: string

  constructor(folder: string, pid?: number) {
    const who = pid === undefined ? 'another process' : `another process (${pid})`
    super(`${who} is generating into ${folder}; wait for it, or end it, and run this again`)
    this.folder = folder
  }
}

/** Holds across two copies of this package. */
export const isOutputFolderBusy = (error: unknown): error is OutputFolderBusy =>
  typeof error === 'object' && error !== null && brand in error
