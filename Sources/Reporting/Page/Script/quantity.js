// Numbers as the terminal and the tables write them: what QuantityText does in Swift, with the same rounding.

function fixed(value, digits) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value < 0 ? "−∞" : "∞";
  const scaled = Math.round(Math.abs(value) * Number("1e" + digits));
  if (scaled >= 2 ** 63) return scientific(value);
  const units = BigInt(scaled), scale = 10n ** BigInt(digits);
  const sign = value < 0 && units > 0n ? "−" : "";
  const whole = sign + String(units / scale).replace(/\B(?=(\d{3})+$)/g, ",");
  return digits > 0 ? whole + "." + String(units % scale).padStart(digits, "0") : whole;
}

function scientific(value) {
  let size = Math.abs(value), exponent = 0;
  while (size >= 9.995) [size, exponent] = [size / 10, exponent + 1];
  while (size < 0.9995 && size > 0) [size, exponent] = [size * 10, exponent - 1];
  return (value < 0 ? "−" : "") + fixed(size, 2) + "e" + exponent;
}

// Of the leading digit: 0 for 1 to 9.99, -1 for 0.1 to 0.999.
function leading(size) {
  let exponent = 0;
  for (let bound = 10; size >= bound; bound *= 10) exponent += 1;
  for (let bound = 1; size < bound; bound /= 10) exponent -= 1;
  return exponent;
}

function significant(value, wanted = 3) {
  const size = Math.abs(value);
  if (!Number.isFinite(size) || size === 0) return fixed(value, 0);
  if (size < 1e-9) return scientific(value);
  const rounded = digits => Math.round(size * Number("1e" + digits)) / Number("1e" + digits);
  let digits = Math.max(0, wanted - 1 - leading(size));
  // 9.996 rounds up to 10.0, which has one digit too many.
  if (leading(rounded(digits)) > leading(size)) digits = Math.max(0, digits - 1);
  while (digits > 0 && Math.abs(rounded(digits - 1) - size) <= size * 1e-12) digits -= 1;
  return fixed(value, digits);
}

function scaled(value) {
  const suffixes = ["", " k", " M", " G", " T", " P", " E"];
  let size = Math.abs(value), index = 0;
  while (index + 1 < suffixes.length && size >= 999.5) [size, index] = [size / 1000, index + 1];
  return (value < 0 ? "−" : "") + significant(size) + suffixes[index];
}

const numberText = value => Math.abs(value) >= 1e5 && Number.isFinite(value) ? scaled(value) : significant(value);

function shareText(ratio) {
  if (!Number.isFinite(ratio)) return "–";
  const percent = ratio * 100;
  if (percent === 100 || percent === 0) return percent + " %";
  if (percent > 99 && percent < 100) {
    for (let digits = 1; digits <= 7; digits += 1) {
      const text = fixed(percent, digits);
      if (!text.startsWith("100")) return text + " %";
    }
    return "< 100 %";
  }
  return significant(percent) + " %";
}

// The unit in which a span takes the fewest digits, as [nanoseconds, symbol].
function timeUnit(span) {
  const size = Math.abs(span);
  if (size < 999.5) return [1, "ns"];
  if (size < 999.5e3) return [1e3, "µs"];
  if (size < 999.5e6) return [1e6, "ms"];
  if (size < 600e9) return [1e9, "s"];
  if (size < 7200e9) return [60e9, "min"];
  return size < 172800e9 ? [3600e9, "h"] : [86400e9, "d"];
}

function timeText(nanoseconds) {
  if (nanoseconds === 0) return "0 s";
  const [unit, symbol] = timeUnit(nanoseconds);
  return significant(nanoseconds / unit) + " " + symbol;
}

function moneyText(micros, currency) {
  const symbols = { USD: "$", EUR: "€", GBP: "£" };
  const size = Math.abs(micros / 1e6);
  const amount = size >= 1e9 ? scaled(size) : size >= 100 || size === 0 ? fixed(size, 0)
    : size >= 0.1 ? fixed(size, 2) : significant(size, 2);
  return (micros < 0 ? "−" : "") + (symbols[currency] ?? currency + " ") + amount;
}

// A value by what it is a quantity of; a gap is null.
function quantityText(value, quantity, currency) {
  if (value === null || value === undefined) return "–";
  switch (quantity) {
    case "time": return timeText(value);
    case "share": return shareText(value);
    case "money": return moneyText(value, currency);
    default: return numberText(value);
  }
}

// An instant since the start, in one form for all of a run: `75.25 s`, or `20:08:03` where that is long.
function instantText(nanoseconds, span) {
  if (span < 600e9) return significant(nanoseconds / 1e9, 4) + " s";
  const seconds = Math.floor(nanoseconds / 1e9), two = number => String(number).padStart(2, "0");
  return Math.floor(seconds / 3600) + ":" + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
}
