import { defineConfig } from 'tidings'

export default defineConfig({
  contract: 'asyncapi.yaml',
  templates: ['./templates'],
})
