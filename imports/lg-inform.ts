import { ExportRefused, type MalformedCsv, type ParsedExport, type ReducedFormOptions } from "./lg-inform-export.ts";
import { ExportReader } from "./lg-inform-reader.ts";
import { readSheet } from "./sheet.ts";

export function parseLgInform(text: string | Buffer, options: ReducedFormOptions = {}): ParsedExport | MalformedCsv {
  try {
    const { rows, delimiter, lastLine, fault } = readSheet(text);
    const reader = new ExportReader(options, delimiter);
    for (const row of rows) reader.take(row);
    if (fault) throw new ExportRefused(fault.line, fault.column, fault.sentence, reader.nameOf(fault.column - 1));
    return reader.finish(lastLine);
  } catch (error) {
    if (error instanceof ExportRefused) return error.malformed;
    throw error;
  }
}
