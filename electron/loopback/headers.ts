/** Response headers of the page's origin. Everything that is not named is refused. */
export function pageHeaders(evidenceOrigin: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self'`,
      `img-src 'self' data: ${evidenceOrigin}`,
      `media-src ${evidenceOrigin}`,
      `connect-src 'self' ${evidenceOrigin}`,
      `font-src 'self'`,
      `frame-src ${evidenceOrigin}`,
      `base-uri 'none'`,
      `form-action 'none'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': DENIED_FEATURES.map((feature) => `${feature}=()`).join(', '),
    ...everywhere,
  };
}

/** Response headers of the evidence origin: what is shown there was written by attackers. */
export function evidenceHeaders(pageOrigin: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': `sandbox; default-src 'none'; frame-ancestors ${pageOrigin}`,
    'cross-origin-opener-policy': 'same-origin',
    // The page is on another port of the same host: another origin, the same site.
    'cross-origin-resource-policy': 'same-site',
    'access-control-allow-origin': pageOrigin,
    'access-control-expose-headers': 'accept-ranges, content-length, content-range',
    'cache-control': 'no-store',
    vary: 'origin',
    ...everywhere,
  };
}

const DENIED_FEATURES = [
  'accelerometer',
  'camera',
  'clipboard-read',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-dns-prefetch-control': 'off',
  'origin-agent-cluster': '?1',
};
