import { chromium } from '@playwright/test'
import { mkdirSync } from 'node:fs'
const base = process.env['BASE'] ?? 'http://127.0.0.1:4577'
const [user, widths, modes, ...paths] = process.argv.slice(2)
mkdirSync('/tmp/shots', { recursive: true })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
for (const width of widths!.split(',').map(Number))
  for (const mode of modes!.split(',')) {
    const context = await browser.newContext({
      viewport: { width, height: width < 500 ? 844 : 900 },
      colorScheme: mode as 'light',
      hasTouch: width < 500,
      isMobile: width < 500,
      javaScriptEnabled: !process.env['NOJS'],
    })
    const page = await context.newPage()
    page.on('console', (msg) => msg.type() === 'error' && console.log('console:', msg.text().slice(0, 300)))
    page.on('pageerror', (e) => console.log('pageerror', e.message.slice(0, 300)))
    await page.goto(`${base}/sign-in`, { timeout: 90000 })
    await page.waitForTimeout(process.env['NOJS'] ? 0 : 1500)
    await page.getByLabel('Username or e-mail').fill(user!)
    await page.getByLabel('Password', { exact: true }).fill('ministry-demo-2026')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL((url) => url.pathname === '/', { timeout: 60000 })
    for (const spec of paths) {
      const [name, path] =
        spec.split('=', 2).length === 2
          ? [spec.slice(0, spec.indexOf('=')), spec.slice(spec.indexOf('=') + 1)]
          : [spec, spec]
      await page.goto(base + path, { timeout: 90000 })
      await page.waitForTimeout(900)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      if (overflow) console.log('OVERFLOW', name, width)
      await page.screenshot({ path: `/tmp/shots/${name}-${width}-${mode}.png`, fullPage: !process.env['VIEW'] })
    }
    await context.close()
  }
await browser.close()
