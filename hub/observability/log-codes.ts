// The code of each log line. Codes are stable, since monitoring matches them; docs/operations.md lists them.

export const LOG_CODES = {
  // Starting and ending
  STARTING: "The hub begins to start: its release and its settings, without secrets.",
  STARTED: "It serves: the version of the policy in force, and how long the start took.",
  OPERATIONS_LISTENING: "Where readiness in detail and metrics are.",
  STOPPING: "It begins to stop, and why.",
  STOPPED: "It has stopped, and how long that took.",
  STOP_FORCED: "It has not stopped in time and is ended; nothing that was acknowledged is lost.",
  SIGNAL_IGNORED: "A signal has no effect, or none now.",
  UNCAUGHT: "An error that nobody caught ends the hub.",
  FIRST_OFFICER_WAITS: "The first governance officer is not appointed while the clock is not believed.",
  DEMONSTRATION_PARTIAL: "Some of the demonstration data cannot be read, and it could not be completed.",
  // Readiness
  CONDITION_CHANGED: "A condition of readiness does not hold, or for another reason than before.",
  CONDITION_HOLDS: "A condition of readiness holds again.",
  MACHINE_NOT_READ: "Disk, file handles or lag could not be looked at.",
  // Stores
  FOLDER_UPGRADED: "The stores of a former release got their identity.",
  MARKS_UNREADABLE: "The file of the newest marks cannot be read, and says nothing.",
  MARK_NOT_WRITTEN: "The newest mark of a store could not be written beside it.",
  HEARTBEAT_FAILED: "The stores' marks could not be written; they are tried again.",
  FILE_UNUSABLE: "A file or folder of the hub is none, or its user may not use it, and it does not start.",
  ACCEPTANCE_INTERRUPTED: "Accepting a loss was interrupted, and the hub does not start before that is done.",
  STORES_LOST: "Some of the hub's data is lost, and it does not start.",
  STORE_LOST: "A file of a store was removed, replaced or cut while the hub ran.",
  OWNER_REPLACED: "Another hub has taken a store, and this one ends.",
  STORES_VERIFIED: "The stores were checked, with the result.",
  STORE_FLAW: "A flaw that the check found.",
  STORE_NOT_CHECKED: "A file that could not be checked.",
  VERIFICATION_FAILED: "The check could not be made; it is tried again.",
  // Read models
  READ_MODEL_BUILD_BEGUN: "A read model is built from a long log.",
  READ_MODEL_BUILT: "It was built, and how long that took.",
  READ_MODEL_FAILED: "A read model cannot go on; it tries again or is rebuilt.",
  READ_MODEL_BEGIN: "A read model could not begin.",
  READ_MODELS_PAST_TODAY: "The clock was put right, and read models of a date to come are rebuilt.",
  QUARANTINED: "A stream cannot be read and is in quarantine.",
  QUARANTINE_RETRIED: "What was in quarantine was read again, and how many streams still cannot be read.",
  REBUILD_BEGUN: "The read models are built beside the live ones.",
  REBUILD_DONE: "They were built and switched, and how long that took.",
  REBUILD_FAILED: "They could not be built; the live ones stay.",
  // Requests
  REQUEST: "The access log: a request was answered.",
  REQUEST_FAILED: "A request failed by a fault of the hub's own.",
  QUESTION_FAILED: "A question could not be answered.",
  EXPORT_FAILED: "An export could not be made.",
  ANSWER_HELD_BACK: "An answer was not given, as it could not be put on record.",
  CANNOT_BE_READ: "A question met what cannot be read.",
  CONNECTION_REFUSED: "A connection could not be taken.",
  CONNECTIONS_CLOSING: "Idle connections could not be closed.",
  STALLED_NOT_CUT: "Clients that do not read could not be looked for.",
  TOKENS_REFUSED: "Tokens were refused, by reason; each reason once a minute at most.",
  ISSUER_UNAVAILABLE: "The issuer's keys cannot be fetched, and nobody can sign in.",
  SPANS_DROPPED: "Spans for OpenTelemetry were dropped, and why; once in ten minutes at most.",
  // Live updates
  LIVE_UPDATES_FAILED: "Live updates have ended; following is tried again.",
  STREAM_LEFT: "A live stream could not be closed.",
  STREAM_ENDED: "A live stream could not be ended with its token.",
  // By date and by mail
  JOB_DONE: "Something was done by date, and how often.",
  JOB_FAILED: "It could not be done; it is tried again.",
  RETENTION_NOTED: "Months of disclosures have passed their retention and are removed in a day.",
  NOTICE_FAILED: "A notice could not be made; it is tried again.",
  NOTICE_NOT_TAKEN: "The mail server has not taken a notice; it is tried again.",
  NOTICE_UNCERTAIN: "Whether it took a notice is not known; it is not sent again.",
  NOTICE_REFUSED: "It refused a notice for good.",
  // The policy
  POLICY_DIFFERS: "The policy in force is not the one that this release comes with.",
  POLICY_NOT_PUBLISHED: "What was approved is not published, as it is not valid with the officer's own changes.",
} as const;

export type LogCode = keyof typeof LOG_CODES;
