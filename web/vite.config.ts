import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const product = 'http://127.0.0.1:4000'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  resolve: { alias: { '#web': fileURLToPath(new URL('.', import.meta.url)) } },
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    // `no-eval.ts` is in the file that every file with a shape imports, so that it runs before all of them.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shapes', test: /node_modules[\\/]zod[\\/]|no-eval/ }] } } },
  },
  server: { host: '127.0.0.1', proxy: { '/api': product } },
})
