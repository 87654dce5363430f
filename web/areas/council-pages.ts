// A council, its record, the conversation with it and its region.
import { cancelApproach, planApproach } from "../conversation/approaches.ts";
import { agreeToBeContacted, takeBackContact } from "../conversation/contact-agreement.ts";
import { endLead, nameLead } from "../conversation/lead.ts";
import { councilPage } from "../council/council.ts";
import { councilOpened } from "../council-opened/council-opened.ts";
import { councilRecord, councilRecordPrint } from "../council-record/council-record.ts";
import { cancelDate, dateToCancel, noteDate } from "../note-date/note-date.ts";
import { endOfficer } from "../officers/end-officer.ts";
import { nameOfficer } from "../officers/name-officer.ts";
import { officersPage } from "../officers/officers.ts";
import { regionPage } from "../region/region.ts";
import { diaryList, diaryMonth } from "../region-diary/diary.ts";
import { diaryFile } from "../region-diary/diary-file.ts";
import { answerSignal } from "../requests-for-support/answer.ts";
import { signalsPage } from "../requests-for-support/list.ts";
import { requestSupport } from "../requests-for-support/request-support.ts";
import { signalPage } from "../requests-for-support/signal.ts";
import { withdrawSignal } from "../requests-for-support/withdraw.ts";
import { correctContact } from "../routine-contact/correct.ts";
import { recordContact } from "../routine-contact/record.ts";
import { withdrawContact } from "../routine-contact/withdraw.ts";
import { settleClash } from "../settle-clash/settle-clash.ts";
import type { AreaPages } from "./area-pages.ts";

export const COUNCIL_PAGES: AreaPages = {
  pages: [
    officersPage,
    councilRecord,
    councilRecordPrint,
    councilOpened,
    regionPage,
    councilPage,
    dateToCancel,
    diaryMonth,
    diaryList,
    signalsPage,
    signalPage,
  ],
  downloads: [diaryFile],
  forms: [cancelDate],
  journeys: [
    nameOfficer,
    endOfficer,
    settleClash,
    recordContact,
    correctContact,
    withdrawContact,
    noteDate,
    nameLead,
    endLead,
    planApproach,
    cancelApproach,
    agreeToBeContacted,
    takeBackContact,
    requestSupport,
    withdrawSignal,
    answerSignal,
  ],
};
