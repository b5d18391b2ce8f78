export {
  createValidatorPrinter,
  type EventSchemas,
  type ValidatorPrinter,
  type ValidatorPrinterOptions,
} from './print-validator.js'
export { validators } from './validators.js'
