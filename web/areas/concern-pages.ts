// One concern from its first word to its end, and the lists of concerns.
import { addEvidence } from "../add-evidence/add-evidence.ts";
import { supplyEvidence } from "../add-evidence/supply-evidence.ts";
import { answerWords } from "../answer-words/answer-words.ts";
import { answerAwareness } from "../awareness/answer.ts";
import { awarenessRecord } from "../awareness/awareness.ts";
import { concernPage, concernPrint, reply, requestCorrection } from "../concern/concern.ts";
import { concernAccess, personalAccess } from "../concern-access/access.ts";
import { concernAsOf } from "../concern-as-of/as-of.ts";
import { concernOpened } from "../concern-opened/opened.ts";
import { concernsPage } from "../concerns/concerns.ts";
import { concludeConcern } from "../conclude-concern/conclude-concern.ts";
import { closeConcern } from "../end-concern/close.ts";
import { reopenConcern } from "../end-concern/reopen.ts";
import { concernLogged, logConcern } from "../log-concern/log-concern.ts";
import { recordConversation } from "../record-conversation/record-conversation.ts";
import { refuseOutcome } from "../refuse-outcome/refuse-outcome.ts";
import { resolveCorrection } from "../resolve-correction/resolve-correction.ts";
import { liftRestriction } from "../restriction/lift.ts";
import { restrictConcern } from "../restriction/restrict.ts";
import { reviewRestriction } from "../restriction/review.ts";
import { searchConcerns } from "../search/search.ts";
import { setOwner } from "../set-owner/set-owner.ts";
import { tellCouncil } from "../tell-council/tell-council.ts";
import { discardConcern } from "../untold-concern/discard.ts";
import { extendTelling } from "../untold-concern/extend-telling.ts";
import { openUntoldWords } from "../untold-concern/open-words.ts";
import { proposeDiscard } from "../untold-concern/propose-discard.ts";
import { withdrawEvidence } from "../withdraw-evidence/withdraw-evidence.ts";
import type { AreaPages } from "./area-pages.ts";

export const CONCERN_PAGES: AreaPages = {
  pages: [concernsPage, concernPage, concernPrint, concernAccess, personalAccess, concernOpened, concernLogged, awarenessRecord],
  forms: [reply, requestCorrection],
  postedPages: [searchConcerns, concernAsOf],
  journeys: [
    logConcern,
    tellCouncil,
    answerAwareness,
    addEvidence,
    supplyEvidence,
    withdrawEvidence,
    recordConversation,
    concludeConcern,
    reopenConcern,
    closeConcern,
    resolveCorrection,
    answerWords,
    refuseOutcome,
    extendTelling,
    openUntoldWords,
    proposeDiscard,
    discardConcern,
    restrictConcern,
    reviewRestriction,
    liftRestriction,
    setOwner,
  ],
};
