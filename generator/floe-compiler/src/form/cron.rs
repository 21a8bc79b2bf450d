//! Cron: reads a schedule of five fields, and writes the schedule in the form that every scheduler reads. Computes no times.

/// One of the five fields of a schedule.
struct Column {
    name: &'static str,
    first: u8,
    last: u8,
    /// The names of the values, from the first value on.
    words: &'static [&'static str],
    /// A second number of the first value, behind the last value.
    wraps: bool,
}

const COLUMNS: [Column; 5] = [
    Column { name: "minute", first: 0, last: 59, words: &[], wraps: false },
    Column { name: "hour", first: 0, last: 23, words: &[], wraps: false },
    Column { name: "day of the month", first: 1, last: 31, words: &[], wraps: false },
    Column { name: "month", first: 1, last: 12, words: &MONTHS, wraps: false },
    // Kubernetes does not know 7 as Sunday, so the normal form has 0.
    Column { name: "day of the week", first: 0, last: 6, words: &DAYS, wraps: true },
];
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/// The greatest number of days of each month.
const LENGTHS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Names of whole schedules.
const MACROS: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

/// An item of a field: the item in normal form, and the values that the item stands for.
type Item = (String, Vec<u8>);

/// The schedule as five fields with one blank between two fields, names in upper case, and Sunday as 0.
///
/// # Errors
///
/// The reason why no scheduler can keep the schedule, as a predicate: "has the range `5-3`, which runs backwards".
pub(super) fn normal(text: &str) -> Result<String, String> {
    let text = text.trim();
    if let Some((_, schedule)) = MACROS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Ok((*schedule).to_owned());
    }
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    if fields.len() != COLUMNS.len() {
        let (count, s) = (fields.len(), if fields.len() == 1 { "" } else { "s" });
        return Err(format!("has {count} field{s}; a schedule has five, or is a word such as @daily"));
    }
    let read = |(column, field): (&Column, &&str)| field.split(',').map(|item| column.item(item)).collect();
    let columns = COLUMNS.iter().zip(&fields).map(read).collect::<Result<Vec<Vec<Item>>, String>>()?;
    let values = |at: usize| columns[at].iter().flat_map(|(_, values)| values);
    let is_long_enough = |month: &u8| values(2).any(|day| *day <= LENGTHS[usize::from(*month) - 1]);
    if !values(3).any(is_long_enough) {
        return Err(format!("never runs: no month of `{}` has a day of `{}`", fields[3], fields[2]));
    }
    let text = |items: &Vec<Item>| items.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(",");
    Ok(columns.iter().map(text).collect::<Vec<_>>().join(" "))
}

impl Column {
    /// `*`, `5`, `1-5`, each with or without a step: `*/10`, `5/15`, `1-5/2`.
    fn item(&self, item: &str) -> Result<Item, String> {
        let (span, step) = item.split_once('/').map_or((item, None), |(span, step)| (span, Some(step)));
        let step = step.map(|step| self.step(step)).transpose()?;
        let (low, mut high) = match span.split_once('-') {
            _ if span == "*" => (self.first, self.last),
            Some((low, high)) => (self.value(low)?, self.value(high)?),
            // A step without a range runs to the end.
            None if step.is_some() => (self.value(span)?, self.last),
            None => (self.value(span)?, self.value(span)?),
        };
        if self.wraps && high == self.first && low > high {
            high = self.last + 1;
        }
        if low > high {
            return Err(format!("has the range `{span}`, which runs backwards"));
        }
        let values = (low..=high).step_by(usize::from(step.unwrap_or(1)));
        let values: Vec<u8> = values.map(|value| if value > self.last { self.first } else { value }).collect();
        let mut span = span.to_ascii_uppercase();
        if step.is_some() && !span.contains(['*', '-']) {
            span = format!("{span}-{}", self.last);
        }
        let text = match step {
            _ if high > self.last => values.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
            Some(step) => format!("{span}/{step}"),
            None => span,
        };
        Ok((text, values))
    }

    /// A number or a name as a number.
    fn value(&self, word: &str) -> Result<u8, String> {
        let named = self.words.iter().zip(self.first..).find(|(name, _)| name.eq_ignore_ascii_case(word));
        let last = self.last + u8::from(self.wraps);
        let number = named.map(|(_, value)| value).or_else(|| word.parse().ok());
        let number = number.filter(|value| (self.first..=last).contains(value));
        number.ok_or_else(|| format!("has the {} `{word}`; write {} to {}", self.name, self.first, self.last))
    }

    fn step(&self, step: &str) -> Result<u8, String> {
        let most = self.last - self.first + 1;
        let number = step.parse().ok().filter(|step| (1..=most).contains(step));
        number.ok_or_else(|| format!("has the step `{step}` for the {}; write 1 to {most}", self.name))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_schedule_has_one_form() {
        for (written, normal) in [
            ("0 6 * * MON-FRI", "0 6 * * MON-FRI"),
            ("15,45 0-6/2 1 jan 0", "15,45 0-6/2 1 JAN 0"),
            (" 0\t6  * * mon-fri ", "0 6 * * MON-FRI"),
            ("5/15 * * * *", "5-59/15 * * * *"),
            ("0 0 * * 7", "0 0 * * 0"),
            ("0 0 * * 5-7", "0 0 * * 5,6,0"),
            ("0 0 * * mon-sun/2", "0 0 * * 1,3,5,0"),
            ("0 0 * * Sat,2", "0 0 * * SAT,2"),
            ("0 0 29 feb *", "0 0 29 FEB *"),
            ("0 0 31 1,2 *", "0 0 31 1,2 *"),
            ("*/60 */24 */31 */12 */7", "*/60 */24 */31 */12 */7"),
            ("@daily", "0 0 * * *"),
            ("@Hourly", "0 * * * *"),
        ] {
            assert_eq!(super::normal(written).as_deref(), Ok(normal), "{written}");
        }
    }

    #[test]
    fn a_schedule_that_cannot_be_kept_has_a_reason() {
        for (written, reason) in [
            ("0 0 31 2 *", "never runs: no month of `2` has a day of `31`"),
            ("0 0 31 4,6,9,11 *", "never runs: no month of `4,6,9,11` has a day of `31`"),
            ("0 0 30-31 FEB MON", "never runs: no month of `FEB` has a day of `30-31`"),
            ("30-5 * * * *", "has the range `30-5`, which runs backwards"),
            ("0 0 * * fri-mon", "has the range `fri-mon`, which runs backwards"),
            ("*/61 * * * *", "has the step `61` for the minute; write 1 to 60"),
            ("5/0 * * * *", "has the step `0` for the minute; write 1 to 60"),
            ("0 24 * * *", "has the hour `24`; write 0 to 23"),
            ("0 0 * * sunday", "has the day of the week `sunday`; write 0 to 6"),
            ("0 0 * *", "has 4 fields; a schedule has five, or is a word such as @daily"),
            ("@reboot", "has 1 field; a schedule has five, or is a word such as @daily"),
            ("0 0 L * *", "has the day of the month `L`; write 1 to 31"),
            ("0 0 -5 * *", "has the day of the month ``; write 1 to 31"),
        ] {
            assert_eq!(super::normal(written), Err(reason.to_owned()), "{written}");
        }
    }
}
