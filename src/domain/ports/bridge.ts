export interface BridgeMeeting {
  /** The vendor's id of the meeting. */
  id: string;
  /** For participants. The host's start_url never leaves the client. */
  joinUrl: string;
}

/** A video bridge. PermanentError `not_configured` when nobody set one up. */
export interface Bridge {
  /** False: nobody set one up, and all it does is refuse. */
  readonly isSetUp: boolean;
  /** Opens a meeting; for later when `schedule` is given, otherwise for now. */
  create(input: { key: string; topic: string; schedule?: BridgeSchedule }): Promise<BridgeMeeting>;
  /** The meeting whose agenda carries `key`, if it exists. */
  find(input: { key: string }): Promise<BridgeMeeting | undefined>;
  /** Moves a meeting to another time; its link stays. PermanentError when it does not exist any more. Twice is the same as once. */
  move(input: { id: string; schedule: BridgeSchedule }): Promise<void>;
  /** Takes a meeting back; one that is gone already is a success. */
  remove(input: { id: string }): Promise<void>;
}

export interface BridgeSchedule {
  startsAt: Date;
  durationMs: number;
}
