/** The nonce of this page: styles made while it runs must carry it (see src/console/policy.rs). */
export function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}
