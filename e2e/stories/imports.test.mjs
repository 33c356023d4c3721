// A partner's spreadsheet, for which nobody has written a mapping: sent up, mapped, rehearsed, imported, mended and undone.
// On a laptop in English and on a phone in Urdu, both without JavaScript, as no page here needs any.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { chapters, look, openPage, startHeard } from "../harness.mjs";
import * as people from "../people.mjs";

/** A charity's list as it keeps it in a spreadsheet: its own words, days as people write them, one slip. */
const partner = [
  "Case number;Date of incident;What was it;Communities;Happened at;How many people;What happened;Source",
  "P-001;03/02/2026;Verbal abuse;Muslims, Asian people;Street;1;\"Shouted at from a car.\nTwice.\";",
  "P-002;14/02/2026;Assault;Muslims;Public transport;2;Pushed off a bus.;https://example.org/report/2",
  "P-003;30/02/2026;Threats;Jewish people;Street;1;A day that there is not.;",
  "P-004;01/03/2026;Verbal abuse;Black people;Taxi;1;<script>alert('x')</script> was written on the door.;",
  "P-005;09/03/2026;Graffiti;Muslims;Street;;=HYPERLINK(\"x\") stood in the cell.;",
  "P-006;11/03/2026;Assault;Sikhs;Street;1;Hit on the arm.;",
].join("\r\n");

const names = { en: ["Maryam Okafor", "Nadia Iqbal"], ur: ["مریم خان", "نادیہ اقبال"] };

for (const [language, device] of [
  ["en", "laptop"],
  ["ur", "phone"],
]) {
  test(`a file without a mapping, in ${language} on a ${device}`, async (t) => {
    const chapter = chapters(t);
    const heard = await startHeard([], { environment: { HEARD_DESK_LARGEST_IMPORT_MEGABYTES: "1" } });
    const at = (path) => `${heard.address}/${language}/${path}`;
    const page = await openPage({ device, locale: language, scripts: false });
    let pages = 0;
    const see = (name, wishes) =>
      look(page, `imports-${language}-${String((pages += 1)).padStart(2, "0")}-${name}`, wishes);
    const [administrator, senior] = names[language];
    let draft;

    /** Sends a file up. */
    const send = async (name, content, fields = {}) => {
      await page.goto(at("desk/imports/new"));
      await page.setInputFiles("#file", { name, mimeType: "text/csv", buffer: Buffer.from(content) });
      for (const [field, value] of Object.entries(fields)) await page.selectOption(`#${field}`, value);
      await people.press(page, 'form[enctype="multipart/form-data"] button');
    };
    /** The numbers on a page, by the order in which they stand. */
    const tally = async () =>
      (await page.locator("dl.tally dd").allInnerTexts()).map((text) => Number(text.replaceAll(",", "")));
    const incidents = async () => {
      const answers = await people.deskFigures(page, heard, "unit=incidents&series=partner");
      return answers[0]?.base?.value ?? 0;
    };
    /** Waits, as somebody would who looks again, until the work of the page is done. */
    const settled = async () => {
      for (let looked = 0; looked < 60 && (await page.locator("progress, [role=status] > p").count()) > 0; looked += 1) {
        if ((await page.locator("dl.tally").count()) > 0) return;
        await page.waitForTimeout(250);
        await page.reload();
      }
    };

    await chapter("a senior finds the page, and a file has to be chosen", async () => {
      await people.moveIn(page, heard, "Clifton Listening Ear", administrator, { [senior]: "senior" });
      await people.signIn(page, heard, senior, language);
      await page.goto(at("desk/imports"));
      await see("empty", { dark: true });
      await people.press(page, 'a[href$="/desk/imports/new"]');
      await see("upload");
    });

    await chapter("what is no table is refused in words, and nothing is kept", async () => {
      await send("picture.csv", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "latin1"));
      await see("no-table");
      await send("empty.csv", "");
      assert.equal(await page.locator(".error-summary").count(), 1);
      await send("large.csv", "id,what\n".repeat(600_000));
      assert.equal(await page.locator(".error-summary").count(), 1);
      await see("too-large");
      await page.goto(at("desk/imports"));
      assert.equal(await page.locator("main ul.tasks").count(), 0);
    });

    await chapter("the file is sent and looked at, and its columns are suggested", async () => {
      await send("partner list.csv", partner);
      draft = new URL(page.url()).pathname.split("/").at(-1);
      assert.match(draft, /^[0-9a-f]{32}$/);
      assert.equal(await page.locator("main script").count(), 0);
      assert.ok((await page.locator("main").innerText()).includes("<script>alert('x')</script>"), "cells are escaped");
      const chosen = await page.locator('select[name^="column-"]').evaluateAll((all) => all.map((one) => one.value));
      assert.deepEqual(chosen, [
        "id",
        "day",
        "facet:category",
        "facet:target",
        "facet:place-type",
        "persons",
        "text",
        "link",
      ]);
      assert.equal(await page.locator('[name="separator-3"]').inputValue(), ", ");
      await see("columns", { dark: true });
    });

    await chapter("what is missing is said, and what was chosen stays", async () => {
      await page.fill("#name", "The Partner");
      await people.press(page, 'form[action$="/columns"] button');
      assert.equal(await page.locator(".error-summary li").count(), 2);
      assert.equal(await page.inputValue("#name"), "The Partner");
      await see("to-mend");
      await page.fill("#name", "clifton-partner");
      await page.selectOption("#series", "partner");
      await people.press(page, 'form[action$="/columns"] button');
      assert.match(page.url(), /\/values$/);
    });

    await chapter("each value is given a code; suggestions are marked", async () => {
      const rows = await page.locator("table.stacks tbody tr").evaluateAll((all) =>
        all.map((row) => [row.querySelector("bdi")?.textContent, row.querySelector("select").value]),
      );
      const suggested = Object.fromEntries(rows.filter(([value]) => value));
      assert.equal(suggested.Assault, "assault");
      assert.equal(suggested.Threats, "threats");
      assert.equal(suggested.Muslims, "muslim");
      assert.equal(suggested.Sikhs, "sikh");
      assert.equal(suggested.Graffiti, "as-others");
      await see("values", { dark: true });
      const choose = async (value, code) => {
        const row = page.locator("table.stacks tbody tr", { has: page.getByText(value, { exact: true }) });
        await row.locator("select").selectOption(code);
      };
      await choose("Verbal abuse", "abusive-behaviour");
      await people.press(page, 'form[action$="/values"] button');
      await settled();
    });

    await chapter("the dry run says what would be done, and does nothing", async () => {
      // Six rows: four would be new; one has no day, and one a value without a code.
      assert.deepEqual((await tally()).slice(0, 5), [6, 4, 0, 0, 2]);
      await see("dry-run", { dark: true });
      assert.equal(await incidents(), 0);
      await people.press(page, `a[href$="${draft}/values"]`);
      const others = page.locator('select[name^="others-"]').first();
      await others.selectOption("other");
      await people.press(page, 'form[action$="/values"] button');
      await settled();
      assert.deepEqual((await tally()).slice(0, 5), [6, 5, 0, 0, 1]);
    });

    await chapter("the mapping is a file that the command line takes", async () => {
      const answer = await page.request.get(at(`desk/imports/files/${draft}/mapping.toml`));
      const mapping = await answer.text();
      assert.match(mapping, /external_id = "Case number"/);
      assert.match(mapping, /facet = "category"/);
    });

    await chapter("it is imported, and what was rejected can be mended", async () => {
      await people.press(page, 'form[action$="/import"] button');
      await settled();
      assert.deepEqual(await tally(), [6, 5, 0, 0, 0, 1]);
      await see("imported", { dark: true });
      assert.equal(await incidents(), 5);
      const answer = await page.request.get(at(`desk/imports/files/${draft}/rejected.csv`));
      const rejected = await answer.text();
      assert.ok(rejected.includes("30/02/2026"), rejected);
      await people.press(page, 'a[href*="new?as=file"]');
      const mended = rejected.replaceAll("30/02/2026", "28/02/2026");
      await page.setInputFiles("#file", { name: "mended.csv", mimeType: "text/csv", buffer: Buffer.from(mended) });
      assert.equal(await page.inputValue("#mapping"), `file:${draft}`);
      await people.press(page, 'form[enctype="multipart/form-data"] button');
      await see("mended");
      await people.press(page, 'form[action$="/dry-run"] button');
      await settled();
      assert.deepEqual((await tally()).slice(0, 5), [1, 1, 0, 0, 0]);
      await people.press(page, 'form[action$="/import"] button');
      await settled();
      assert.deepEqual(await tally(), [1, 1, 0, 0, 0, 0]);
      assert.equal(await incidents(), 6);
    });

    await chapter("the same file again changes nothing", async () => {
      await send("partner list.csv", partner, { mapping: `file:${draft}` });
      await people.press(page, 'form[action$="/dry-run"] button');
      await settled();
      assert.deepEqual((await tally()).slice(0, 5), [6, 0, 0, 5, 1]);
    });

    await chapter("both imports are listed, and undone from the newest back", async () => {
      await page.goto(at("desk/imports"));
      await see("list", { dark: true });
      const undo = page.locator('a[href$="/undo"]');
      assert.equal(await undo.count(), 2);
      const older = await undo.nth(1).getAttribute("href");
      await page.goto(`${heard.address}${older}`);
      await people.press(page, 'form[action$="/undo"] button');
      assert.equal(await page.locator("main [role=alert]").count(), 1, "the later one comes first");
      assert.equal(await incidents(), 6);
      for (let left = 2; left > 0; left -= 1) {
        await page.goto(at("desk/imports"));
        await people.press(page, 'a[href$="/undo"]');
        if (left === 2) await see("undo");
        await people.press(page, 'form[action$="/undo"] button');
        for (let looked = 0; looked < 40 && !/did=undone$/.test(page.url()); looked += 1) {
          await page.waitForTimeout(250);
          await page.reload();
        }
        assert.match(page.url(), /did=undone$/);
      }
      assert.equal(await incidents(), 0);
      await see("undone");
    });

    await chapter("only who may import sees any of it", async () => {
      await people.signIn(page, heard, administrator, language);
      assert.equal((await page.goto(at("desk/imports"))).status(), 403);
      assert.equal((await page.goto(at(`desk/imports/files/${draft}`))).status(), 403);
    });

    await chapter("the record of all this holds, and the disk holds nothing of the file", async () => {
      const { code, out } = await heard.run(["verify", "--format", "json"]);
      assert.equal(code, 0, out);
      const { readdir } = await import("node:fs/promises");
      const files = await readdir(heard.folder, { recursive: true, withFileTypes: true });
      for (const file of files.filter((one) => one.isFile())) {
        const bytes = await readFile(`${file.parentPath}/${file.name}`);
        assert.ok(!bytes.includes("Shouted at from a car"), `${file.name} holds a story`);
      }
    });
  });
}
