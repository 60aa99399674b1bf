/**
 * Why Bongsu's own database cannot do its work at the moment: it cannot be reached; something else held it up for longer than anybody may; its disk is
 * full; it may only be read (a replica, or an operator's or a provider's brake).
 */
export type DatabaseTrouble = 'away' | 'held-up' | 'full' | 'read-only';
