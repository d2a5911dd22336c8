import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { ControlProblem, parsed } from '#sandbox/problem.ts'
import type { World } from '#sandbox/world.ts'
import { SettingsPatch } from './company-file.ts'
import { cancelInvoice, deleteInvoice, reverseInvoice } from './document-life.ts'
import { Refusal } from './envelopes.ts'
import { HandInvoice, invoiceByHand } from './invoice-by-hand.ts'
import { dumpCompany } from './load.ts'
import { pushTest } from './push.ts'
import { ArticlePatch, changeArticle, changeSettings } from './settings.ts'
import { shownDocument } from './shown-document.ts'
import type { SmartBillCompany } from './state.ts'
import { Adjustment, book, Consumption, Nir, stockRows, Transfer, transfer } from './stock-by-hand.ts'

const Named = z.strictObject({ series: z.string(), number: z.string() })

/** What people do in SmartBill's own pages, and what there is to see. */
export function smartbillControl(world: World): Hono {
  const app = new Hono()
  app.get('/:cif/stock', (context) => context.json(stockRows(world, companyIn(context), context.req.query('code'))))
  app.get('/:cif/documents', (context) => context.json(companyIn(context).documents.map(shownDocument)))

  post('nir', Nir, (company, booking) => book(world, company, 'nir', booking))
  post('adjust', Adjustment, (company, booking) => book(world, company, 'adjust', booking))
  post('consume', Consumption, (company, booking) => book(world, company, 'consume', booking))
  post('transfer', Transfer, (company, booking) => transfer(world, company, booking))
  post('invoice', HandInvoice, (company, invoice) => shownDocument(invoiceByHand(world, company, invoice)))
  post('cancel', Named, (company, named) => ({ message: cancelInvoice(world, company, named) }))
  post('delete', Named, (company, named) => ({ message: deleteInvoice(world, company, named) }))
  post('storno', Named, (company, named) => shownDocument(reverseInvoice(world, company, named, undefined)))
  app.post('/:cif/push-test', (context) => {
    pushTest(world, companyIn(context))
    return context.body(null, 204)
  })
  app.patch('/:cif/article', async (context) => {
    const company = companyIn(context)
    const patch = parsed(ArticlePatch, await context.req.json())
    changeArticle(company, patch)
    return context.json(stockRows(world, company, patch.newCode ?? patch.code))
  })
  app.patch('/:cif/settings', async (context) => {
    const company = companyIn(context)
    changeSettings(world, company, parsed(SettingsPatch, await context.req.json()))
    return context.json(dumpCompany(world, company))
  })
  return app

  function post<Shape extends z.ZodType>(
    verb: string,
    shape: Shape,
    act: (company: SmartBillCompany, body: z.output<Shape>) => object,
  ): void {
    app.post(`/:cif/${verb}`, async (context) => {
      const company = companyIn(context)
      const body = parsed(shape, await context.req.json())
      return context.json(
        unlessRefused(() => act(company, body)),
        201,
      )
    })
  }

  function companyIn(context: Context): SmartBillCompany {
    const company = world.smartbill.get(context.req.param('cif') ?? '')
    if (company === undefined) throw new ControlProblem(404, 'there is no such company')
    return company
  }
}

/** The service's own refusals are a person's mistakes here. */
function unlessRefused(act: () => object): object {
  try {
    return act()
  } catch (error) {
    throw error instanceof Refusal ? new ControlProblem(422, error.message) : error
  }
}
