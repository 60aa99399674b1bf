/** The zone when it is an IANA one that is known, else undefined. */
export function zoneNamed(zone: string | null | undefined): string | undefined {
  try {
    return zone ? new Intl.DateTimeFormat('en', { timeZone: zone }) && zone : undefined;
  } catch {
    return undefined;
  }
}
