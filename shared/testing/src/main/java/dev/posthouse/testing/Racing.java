package dev.posthouse.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test in which many write at once: it needs a store that keeps their writes apart.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Racing {}
