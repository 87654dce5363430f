// Published figures, and the figures over all councils.
import { figureMeasure, figureQuarter, figureQuarters } from "../board-figures/board-figures.ts";
import { quarterFigures } from "../board-figures/figures-file.ts";
import { figurePage, figuresPage } from "../figures/figures.ts";
import type { AreaPages } from "./area-pages.ts";

export const FIGURE_PAGES: AreaPages = {
  pages: [figuresPage, figurePage, figureQuarters, figureQuarter, figureMeasure],
  downloads: [quarterFigures],
};
