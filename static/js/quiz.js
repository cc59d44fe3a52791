// The answer sheet: how many questions are answered, kept up to date while one chooses.

const sheet = document.getElementById("sheet");
const told = sheet?.querySelector("[data-answered]");

function count() {
  const questions = [...sheet.querySelectorAll("[data-question]")];
  const answered = questions.filter((one) => one.querySelector("input:checked")).length;
  told.textContent = told.dataset.text.replace("##", questions.length).replace("#", answered);
}

if (told) {
  count();
  sheet.addEventListener("input", count);
  // The browser's back button brings choices back after this module has run.
  addEventListener("pageshow", count);
}
