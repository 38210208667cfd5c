//! A network as compressed rows: all neighbours in one column, a row for each person.

/// Who knows whom: nobody knows himself, and whoever knows somebody is known by him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// Where the row of each person starts in `neighbours`, and where the last ends.
    starts: Vec<u32>,
    neighbours: Vec<u32>,
}

impl Graph {
    /// A network of so many people, numbered from 0, with these edges: each once, between two
    /// different people.
    pub fn from_edges(people: u32, edges: &[[u32; 2]]) -> Self {
        let ends = u32::try_from(edges.len() * 2).expect("the number of edges is limited");
        let mut starts = vec![0_u32; people as usize + 1];
        for person in edges.as_flattened() {
            starts[*person as usize + 1] += 1;
        }
        let mut before = 0;
        for start in &mut starts {
            before += *start;
            *start = before;
        }
        // Each start moves to the end of its row while that is filled, which is the next start.
        let mut neighbours = vec![0; ends as usize];
        for &[a, b] in edges {
            assert_ne!(a, b, "nobody is his own neighbour");
            for [from, to] in [[a, b], [b, a]] {
                let next = &mut starts[from as usize];
                neighbours[*next as usize] = to;
                *next += 1;
            }
        }
        starts.rotate_right(1);
        starts[0] = 0;
        Self { starts, neighbours }
    }

    /// How many people there are.
    pub fn people(&self) -> u32 {
        (self.starts.len() - 1) as u32
    }

    /// How many edges there are.
    pub fn edges(&self) -> u64 {
        self.neighbours.len() as u64 / 2
    }

    /// Whom a person knows.
    #[inline]
    pub fn neighbours(&self, person: u32) -> &[u32] {
        let person = person as usize;
        &self.neighbours[self.starts[person] as usize..self.starts[person + 1] as usize]
    }

    /// How many people a person knows.
    #[inline]
    pub fn degree(&self, person: u32) -> u32 {
        self.starts[person as usize + 1] - self.starts[person as usize]
    }
}
