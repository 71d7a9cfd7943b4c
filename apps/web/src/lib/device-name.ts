/** A browser's own words in two of ours: `Chrome, Android`. What isn't recognised is left out. */
export function deviceName(userAgent: string): string {
  const browsers: [RegExp, string][] = [
    [/\bEdg(A|iOS)?\//, 'Edge'],
    [/\b(OPR|OPT|Opera)\b/, 'Opera'],
    [/\bSamsungBrowser\//, 'Samsung Internet'],
    [/\b(Firefox|FxiOS)\//, 'Firefox'],
    [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
    [/\bSafari\//, 'Safari'],
  ]
  const systems: [RegExp, string][] = [
    [/\bAndroid\b/, 'Android'],
    [/\b(iPhone|iPod)\b/, 'iPhone'],
    [/\biPad\b/, 'iPad'],
    [/\bWindows\b/, 'Windows'],
    [/\bCrOS\b/, 'ChromeOS'],
    [/\bMac OS X\b/, 'Mac'],
    [/\bLinux\b/, 'Linux'],
  ]
  const match = (kinds: [RegExp, string][]) => kinds.find(([sign]) => sign.test(userAgent))?.[1]
  return [match(browsers), match(systems)].filter(Boolean).join(', ') || userAgent.slice(0, 60)
}
