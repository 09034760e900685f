//! Places on the earth: a point is latitude, longitude, and if need be altitude and accuracy, with blanks between; points of a line or a
//! shape have semicolons between.

use super::{Arity, Entry, Function};
use crate::expression::compile::Code;
use crate::expression::evaluate::{Evaluated, EvaluationError, Evaluator, Scope};
use crate::expression::value::{Atom, Value};
use crate::expression::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GeoFunction {
    Area,
    Distance,
    Geofence,
    Intersects,
}

use GeoFunction as G;

const fn entry(name: &'static str, function: G, arity: Arity) -> Entry {
    Entry::new(name, Function::Geo(function), arity)
}

pub(super) const TABLE: &[Entry] = &[
    entry("area", G::Area, Arity::Exactly(1)),
    entry("enclosed-area", G::Area, Arity::Exactly(1)),
    entry("distance", G::Distance, Arity::AtLeast(1)),
    entry("geofence", G::Geofence, Arity::Exactly(2)),
    entry("intersects", G::Intersects, Arity::Exactly(1)),
];

/// Metres from the centre of the earth to its equator, as ODK's engines have it.
const RADIUS: f64 = 6_378_100.0;

/// Degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    latitude: f64,
    longitude: f64,
}

impl<'a, W: World> Evaluator<'a, W> {
    pub(crate) fn geo_function(
        &self,
        function: GeoFunction,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        let atom = match function {
            G::Area => Atom::Number(area(&self.points("area", arguments, scope)?)),
            // The way to a place that is not known yet is not known.
            G::Distance if self.lacks_a_place(arguments, scope)? => Atom::Number(f64::NAN),
            G::Distance => Atom::Number(distance(&self.points("distance", arguments, scope)?)),
            G::Geofence => {
                let place = self.text_of(arguments, 0, scope)?;
                let shape = self.points("geofence", arguments.get(1..).unwrap_or_default(), scope)?;
                let point = if place.trim().is_empty() { None } else { Some(single("geofence", &place)?) };
                Atom::Boolean(point.is_some_and(|point| is_inside(point, &shape)))
            }
            G::Intersects => {
                let line = self.text_of(arguments, 0, scope)?;
                Atom::Boolean(read_points(&line).is_some_and(|points| crosses_itself(&points)))
            }
        };
        Ok(Value::Atom(atom))
    }

    /// Is one of several places blank?
    fn lacks_a_place(&self, arguments: &'a [Code], scope: Scope<W::Node>) -> Result<bool, EvaluationError> {
        let places = self.atoms(arguments, scope)?;
        Ok(places.len() > 1 && places.iter().any(Atom::is_blank))
    }

    /// The points of one line or shape, or of several points.
    fn points(
        &self,
        function: &'static str,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Result<Vec<Point>, EvaluationError> {
        let texts: Vec<_> =
            self.atoms(arguments, scope)?.iter().map(|atom| atom.to_text(self.environment)).collect();
        match &texts[..] {
            [line] => read_points(line).ok_or_else(|| not_a_place(function, line)),
            points => points.iter().map(|point| single(function, point)).collect(),
        }
    }
}

fn not_a_place(function: &'static str, text: &str) -> EvaluationError {
    EvaluationError::NotPlace { function, text: text.chars().take(60).collect() }
}

fn single(function: &'static str, text: &str) -> Result<Point, EvaluationError> {
    read_point(text).ok_or_else(|| not_a_place(function, text))
}

/// Points with semicolons between; none in a blank text.
fn read_points(text: &str) -> Option<Vec<Point>> {
    text.split(';').map(str::trim).filter(|point| !point.is_empty()).map(read_point).collect()
}

fn read_point(text: &str) -> Option<Point> {
    let numbers: Option<Vec<f64>> = text.split_whitespace().map(|part| part.parse().ok()).collect();
    match numbers?[..] {
        [latitude, longitude] | [latitude, longitude, _] | [latitude, longitude, _, _]
            if latitude.is_finite() && longitude.is_finite() =>
        {
            Some(Point { latitude, longitude })
        }
        _ => None,
    }
}

/// Square metres within a ring of points; 0 for fewer than three. Areas are those of the plane onto which the points are projected, with
/// the first as its origin.
pub(crate) fn area(points: &[Point]) -> f64 {
    let [origin, others @ ..] = points else { return 0.0 };
    if others.len() < 2 {
        return 0.0;
    }
    let metres = 2.0 * RADIUS * std::f64::consts::PI / 360.0;
    let plane = |point: &Point| {
        let x = (point.longitude - origin.longitude) * metres * point.latitude.to_radians().cos();
        (x, (point.latitude - origin.latitude) * metres)
    };
    let triangles = others.windows(2).map(|pair| {
        let ((x1, y1), (x2, y2)) = (plane(&pair[0]), plane(&pair[1]));
        (y1 * x2 - x1 * y2) / 2.0
    });
    triangles.sum::<f64>().abs()
}

/// Metres along great circles from each point to the next.
pub(crate) fn distance(points: &[Point]) -> f64 {
    let steps = points.windows(2).map(|pair| {
        let turn = (pair[0].longitude - pair[1].longitude).to_radians();
        let (a, b) = (pair[0].latitude.to_radians(), pair[1].latitude.to_radians());
        let cosine = a.sin() * b.sin() + a.cos() * b.cos() * turn.cos();
        // Rounding must not carry two equal points beyond 1.
        cosine.clamp(-1.0, 1.0).acos() * RADIUS
    });
    steps.fold(0.0, |sum, step| sum + step)
}

/// Is the point within the ring? A ray to the east crosses the ring an odd number of times then.
fn is_inside(point: Point, ring: &[Point]) -> bool {
    let crossed = ring.windows(2).filter(|pair| {
        let (a, b) = (pair[0], pair[1]);
        let between = (b.latitude > point.latitude) != (a.latitude > point.latitude);
        let slope = (a.longitude - b.longitude) * (point.latitude - b.latitude) / (a.latitude - b.latitude);
        between && point.longitude < slope + b.longitude
    });
    crossed.count() % 2 == 1
}

/// Segments that are compared with each other; a longer line would take too long.
const SEGMENTS: usize = 5000;

/// Do two parts of the line meet anywhere but where one follows the other?
fn crosses_itself(points: &[Point]) -> bool {
    let mut line: Vec<Point> = points.to_vec();
    line.dedup();
    line.truncate(SEGMENTS + 1);
    let closed = line.len() > 2 && line.first() == line.last();
    let segments: Vec<_> = line.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let last = segments.len().saturating_sub(1);
    for (i, one) in segments.iter().enumerate() {
        for (j, other) in segments.iter().enumerate().skip(i + 1) {
            let follows = j == i + 1;
            let closes = closed && i == 0 && j == last;
            let met = if follows || closes {
                // They share a point by right; they must not lie upon each other.
                let (a, shared, b) = if follows { (one.0, one.1, other.1) } else { (one.1, one.0, other.0) };
                cross(shared, a, b) == 0.0 && along(shared, a, b) > 0.0
            } else {
                meet(*one, *other)
            };
            if met {
                return true;
            }
        }
    }
    false
}

fn cross(origin: Point, a: Point, b: Point) -> f64 {
    (a.longitude - origin.longitude) * (b.latitude - origin.latitude)
        - (a.latitude - origin.latitude) * (b.longitude - origin.longitude)
}

fn along(origin: Point, a: Point, b: Point) -> f64 {
    (a.longitude - origin.longitude) * (b.longitude - origin.longitude)
        + (a.latitude - origin.latitude) * (b.latitude - origin.latitude)
}

fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let within = |p: Point, q: Point, r: Point| {
        (p.longitude.min(q.longitude)..=p.longitude.max(q.longitude)).contains(&r.longitude)
            && (p.latitude.min(q.latitude)..=p.latitude.max(q.latitude)).contains(&r.latitude)
    };
    let sides = [cross(a, b, c), cross(a, b, d), cross(c, d, a), cross(c, d, b)];
    let apart = |one: f64, other: f64| one > 0.0 && other < 0.0 || one < 0.0 && other > 0.0;
    apart(sides[0], sides[1]) && apart(sides[2], sides[3])
        || sides[0] == 0.0 && within(a, b, c)
        || sides[1] == 0.0 && within(a, b, d)
        || sides[2] == 0.0 && within(c, d, a)
        || sides[3] == 0.0 && within(c, d, b)
}
