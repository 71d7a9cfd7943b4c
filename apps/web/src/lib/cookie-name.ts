/** `__Host-` ties a cookie to this host, its whole path and https; plain http exists only on one's own machine. Source: ASVS 3.3. */
export const cookieName = ({ protocol }: Pick<URL, 'protocol'>, name: string): string =>
  protocol === 'https:' ? `__Host-${name}` : name
