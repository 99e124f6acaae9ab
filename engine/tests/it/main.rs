//! Tests of the engine as its users see it. One binary, so that it links once.

mod definition;
