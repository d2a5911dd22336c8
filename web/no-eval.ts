import { z } from 'zod'

// The server's content policy forbids eval, which zod would otherwise try when a shape is declared: this file is imported before any shape.
z.config({ jitless: true })
