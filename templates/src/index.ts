export * from './api.js'
export { sdkTemplates } from './sdk/sdk-templates.js'
export { type RenderedSdk, type RenderOptions, renderSdk } from './template/render-sdk.js'
export { isTemplateFailed, TemplateFailed } from './template/template-failed.js'
