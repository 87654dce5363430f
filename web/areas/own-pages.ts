// What everybody has: home, news, tasks and their own interests.
import { homePage } from "../home/home.ts";
import { markNewsRead, newsPage } from "../news/news.ts";
import { declareInterests } from "../own-interests/declare-interests.ts";
import { ownInterestsPage } from "../own-interests/own-interests.ts";
import { claimTask, releaseTask, resumeTask } from "../tasks/claim.ts";
import { putOffTask } from "../tasks/put-off.ts";
import { tasksPage } from "../tasks/tasks.ts";
import type { AreaPages } from "./area-pages.ts";

export const OWN_PAGES: AreaPages = {
  pages: [homePage, newsPage, tasksPage, ownInterestsPage],
  forms: [markNewsRead, claimTask, releaseTask, resumeTask],
  journeys: [declareInterests, putOffTask],
};
