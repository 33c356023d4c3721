// The main job: somebody tells us on a phone, one person codes it, another checks it, and it is counted
// where nobody can be found by it. Once in each language that Heard speaks.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chapters, look, openPage, startHeard } from "../harness.mjs";
import * as people from "../people.mjs";

const tellings = {
  en: {
    organisation: "Clifton Listening Ear",
    administrator: "Maryam Okafor",
    caseworker: "Tom Fletcher",
    senior: "Nadia Iqbal",
    story:
      "A man at the rank shouted at me about my religion 😡 and spat at the car.\nMy passenger heard it all.\n\n“Go home”, he said – I am home.",
    place: "The taxi rank by the station, near the <old> clock & the café",
    note: "The passenger’s account agrees.",
    asked: "Please look at the place again.",
  },
  ur: {
    organisation: "ہمدرد مرکز",
    administrator: "مریم خان",
    caseworker: "طاہر محمود",
    senior: "نادیہ اقبال",
    story:
      "اسٹینڈ پر ایک آدمی نے میرے مذہب کے بارے میں چیخ کر گالیاں دیں 😡 اور گاڑی پر تھوکا۔\nمیری سواری نے سب کچھ سنا۔\n\n”گھر جاؤ“ — میں تو گھر پر ہی ہوں (Rotherham, 2026)۔",
    place: "اسٹیشن کے پاس ٹیکسی اسٹینڈ",
    note: "سواری کا بیان ملتا ہے۔",
    asked: "براہِ کرم جگہ دوبارہ دیکھیں۔",
  },
  ar: {
    organisation: "بيت الإصغاء",
    administrator: "مريم سالم",
    caseworker: "طارق حداد",
    senior: "نادية عثمان",
    story:
      "صرخ رجل عند موقف سيارات الأجرة وشتمني بسبب ديني 😡 وبصق على السيارة.\nسمع الراكب كل شيء.\n\n«عُد إلى بلدك» — وأنا في بلدي (Rotherham, 2026).",
    place: "موقف سيارات الأجرة قرب المحطة",
    note: "رواية الراكب توافق ذلك.",
    asked: "أرجو النظر في المكان مرة أخرى.",
  },
};

for (const [language, told] of Object.entries(tellings)) {
  test(`from a report to a figure in ${language}`, async (t) => {
    const chapter = chapters(t);
    const heard = await startHeard();
    const at = (path) => `${heard.address}/${language}/${path}`;
    let pages = 0;
    const see = (page, name, wishes) =>
      look(page, `story-${language}-${String((pages += 1)).padStart(2, "0")}-${name}`, wishes);

    const desk = await openPage({ locale: language });
    const phone = await openPage({ device: "phone", locale: language, scripts: false });
    const senior = await openPage({ locale: language });
    let words;
    let incident;

    await chapter("the first run makes an organisation, and shows its recovery key once", async () => {
      const link = await people.firstRunLink(heard, language);
      await desk.goto(link);
      await see(desk, "first-run");
      await people.found(desk, told.organisation, told.administrator);
      const key = await desk.locator("code.secret").innerText();
      assert.match(key.replaceAll(/\s/g, ""), /^[A-Za-z0-9-]{30,}$/);
      await see(desk, "recovery-key");
      const again = await desk.goto(link);
      assert.ok(again.status() >= 400, "the link works a second time");
      assert.ok(!(await desk.content()).includes(key));
    });

    await chapter("the administrator invites, and each joins by a link that works once", async () => {
      await people.signIn(desk, heard, told.administrator, language);
      await see(desk, "members");
      for (const [page, name, role] of [
        [senior, told.senior, "senior"],
        [await openPage({ locale: language }), told.caseworker, "caseworker"],
      ]) {
        await desk.goto(at("desk/members"));
        const link = await people.invite(desk, name, role);
        if (role === "senior") await see(desk, "invited");
        await page.goto(link);
        assert.ok((await page.content()).includes(name));
        if (role === "senior") await see(page, "invitation");
        await people.join(page);
        if (role === "senior") await see(page, "joined");
        assert.ok((await page.goto(link)).status() >= 400, "the link works a second time");
      }
      await desk.goto(at("desk/permissions"));
      await see(desk, "permissions");
      // An administrator administers and can't read.
      assert.equal((await desk.goto(at("desk/inbox"))).status(), 403);
      await desk.goto(at("desk/members"));
      await people.press(desk, 'form[action$="/sign-out"] button');
    });

    await chapter("somebody tells what happened, on a phone without scripts", async () => {
      await phone.goto(at(""));
      await see(phone, "home", { dark: true });
      await phone.goto(at("report"));
      assert.equal(await phone.locator("html").getAttribute("dir"), language === "en" ? "ltr" : "rtl");
      await see(phone, "report", { dark: true });
      await people.fill(phone, {
        story: told.story,
        "when-kind": "yesterday",
        "place-words": told.place,
        "place-kind": "taxi",
        role: "affected",
        strand: ["religion", "race"],
        religion: "muslim",
        share: "south-yorkshire-police",
        reach: "here",
      });
      words = await people.send(phone);
      assert.equal(words.length, 7);
      await see(phone, "thank-you", { dark: true });
      const place = Number((await phone.locator('[name="place"]').getAttribute("value")) ?? 0);
      await phone.fill("#asked-back", words[place - 1]);
      await people.press(phone, 'form[action$="/words"] button');
      assert.equal(await phone.locator(".notice.good").count(), 1);
      await see(phone, "words-kept");
    });

    await chapter("they come back with the words and read where it stands", async () => {
      await phone.goto(at("status"));
      await see(phone, "come-back");
      await people.comeBack(phone, heard, words, language);
      assert.deepEqual(await people.steps(phone), ["done", "now", "next", "next", "next"]);
      assert.ok(!(await phone.content()).includes(told.place), "the page shows what was told");
      await see(phone, "standing", { dark: true });
      await people.comeBack(phone, heard, [...words.slice(1), words[0]], language);
      assert.equal(await phone.locator(".error-summary").count(), 1, "other words open it too");
    });

    await chapter("the caseworker reads it as it was typed, codes it and submits it", async () => {
      await people.signIn(desk, heard, told.caseworker, language);
      await see(desk, "inbox", { dark: true });
      await people.press(desk, "ul.items .item > a");
      const lines = await desk.locator("article .story").evaluateAll((parts) => parts.map((part) => part.textContent));
      assert.ok(lines.includes(told.story), `the story reads ${JSON.stringify(lines)}`);
      assert.ok(lines.includes(told.place), `the place reads ${JSON.stringify(lines)}`);
      await see(desk, "report-opened", { dark: true });

      incident = await people.makeIncident(desk);
      await see(desk, "incident", { dark: true });
      // Half a coding can be saved, and can't be submitted.
      await people.code(desk, { "when-precision": "unknown", "facet-category": "threats" }, "submit");
      assert.ok(await desk.locator(".error-summary a[href='#facet-area']").count());
      await see(desk, "coding-to-mend");
      await people.code(desk, people.coding, "submit", told.note);
      assert.match(desk.url(), /did=submitted$/);
      assert.equal(await desk.locator(".notice.good").count(), 1);
      await see(desk, "submitted");
      await people.comeBack(phone, heard, words, language);
      assert.deepEqual(await people.steps(phone), ["done", "done", "done", "now", "next"]);
    });

    await chapter("the same caseworker can't check it, and a senior can", async () => {
      assert.equal(await desk.locator('form[action$="/check"]').count(), 0);
      assert.equal((await desk.goto(at("desk/checks"))).status(), 403);
      await people.signIn(senior, heard, told.senior, language);
      await senior.goto(at("desk/checks"));
      await see(senior, "checks");
      await people.press(senior, "ul.items .item > a");
      assert.match(senior.url(), new RegExp(incident));
      assert.ok((await senior.locator("article .story").allTextContents()).includes(told.story));
      await see(senior, "check", { dark: true });
      // Back to the coder with a question, as often happens; then it is verified.
      await senior.fill('form[action$="/check"] [name="words"]', told.asked);
      await people.press(senior, 'form[action$="/check"] button[value="return"]');
      await desk.goto(at(`desk/incidents/${incident}`));
      assert.ok((await desk.locator(".history .story").allTextContents()).includes(told.asked));
      await people.code(desk);
      await senior.goto(at(`desk/incidents/${incident}`));
      await people.decide(senior, "verified");
      assert.match(senior.url(), /did=decided$/);
      await see(senior, "verified");
      await people.comeBack(phone, heard, words, language);
      assert.deepEqual(await people.steps(phone), ["done", "done", "done", "done", "done"]);
      await see(phone, "standing-counted");
    });

    await chapter("a senior who coded is refused by the program, not only by the page", async () => {
      // The other way round: the senior codes one, and posts a check of it as the page would.
      await phone.goto(at("report"));
      await people.fill(phone, { story: told.story });
      await people.send(phone);
      await people.openOldest(senior, heard, language);
      const own = await people.makeIncident(senior);
      await people.code(senior);
      assert.equal(await senior.locator('form[action$="/check"]').count(), 0);
      const token = await senior.locator('[name="form-token"]').first().inputValue();
      const seen = await senior.locator('[name="seen"]').first().inputValue();
      const answer = await senior.request.post(at(`desk/incidents/${own}/check`), {
        form: { "form-token": token, seen, decision: "verified", words: "", do: "decide" },
      });
      assert.equal(answer.status(), 403);
      await senior.goto(at(`desk/incidents/${own}`));
      assert.equal(await senior.locator('form[action$="/reopen"]').count(), 0, "it is decided");
    });

    await chapter("the desk counts one; the public page hides so small a number", async () => {
      await desk.goto(at("desk/figures"));
      await see(desk, "desk-figures", { dark: true });
      const [own] = await people.deskFigures(desk, heard, "series=own");
      assert.equal(own.base.value, 1);
      const by = await people.deskFigures(desk, heard, "series=own&rows=strand&where=target%3Dmuslim");
      assert.equal(by[0].base.value, 1);

      await phone.goto(at("figures"));
      const cells = await phone.locator("main td.num:not(.hidden-cell)").allInnerTexts();
      assert.ok(cells.every((cell) => !/\d/.test(cell)), `a number that could point to a person: ${cells}`);
      await see(phone, "figures-hidden", { dark: true });
      for (const table of (await people.publicFigures(desk, heard)).tables) {
        assert.equal(table.base?.value ?? null, null);
        assert.ok(table.cells.flat().every((cell) => cell === null || cell === 0), JSON.stringify(table.cells));
      }
    });

    await chapter("the other pages of both doors", async () => {
      await phone.goto(at("how-we-count"));
      await see(phone, "how-we-count");
      await phone.goto(at("ledger"));
      await see(phone, "ledger");
      await phone.goto(at("leave"));
      await see(phone, "left");
      await phone.goto(at("no-such-page"));
      await see(phone, "no-such-page");
      for (const path of ["incidents", "reports/new", "search", "sessions"]) {
        await desk.goto(at(`desk/${path}`));
        await see(desk, path.replace("/", "-"), { dark: path === "search" });
      }
      await senior.goto(at("desk/ledger"));
      await see(senior, "desk-ledger");
      await desk.setViewportSize({ width: 360, height: 740 });
      await desk.goto(at(`desk/incidents/${incident}`));
      await see(desk, "incident-on-a-phone");
      await desk.goto(at("desk/inbox"));
      await see(desk, "inbox-on-a-phone");
    });

    if (language !== "en") return;
    await chapter("with enough of them, the public page shows the figure", async () => {
      await desk.setViewportSize({ width: 1280, height: 800 });
      for (let number = 2; number <= 6; number += 1) {
        await phone.goto(at("report"));
        await people.fill(phone, { story: `${told.story} (${number})`, "when-kind": "today" });
        await people.send(phone);
        await people.openOldest(desk, heard, language);
        incident = await people.makeIncident(desk);
        await people.code(desk);
        await senior.goto(at(`desk/incidents/${incident}`));
        await people.decide(senior, "verified");
      }
      const [own] = await people.deskFigures(desk, heard, "series=own");
      assert.equal(own.base.value, 6);
      await phone.goto(at("figures"));
      const shown = await phone.locator("dl.tally dd").allInnerTexts();
      assert.equal(shown.at(-1), "6");
      await see(phone, "figures", { dark: true });
      await desk.goto(at("figures"));
      await see(desk, "figures-on-a-laptop", { dark: true });
      const { tables } = await people.publicFigures(desk, heard);
      const trend = tables.find((table) => table.unit === "incidents" && table.rows?.dimension !== "stage");
      assert.equal(trend.base.value, 6);
    });

    await chapter("the record of all this holds, as the program itself checks it", async () => {
      const { code, out } = await heard.run(["verify", "--format", "json"]);
      assert.equal(code, 0, out);
      const checked = JSON.parse(out);
      assert.equal(checked.reports, "7");
    });
  });
}
