//! Tests of the service from outside its rooms: one binary, one module a room.

mod connectors;
