package dev.posthouse.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs a class of tests on every [AwsEndpoint] of this run: the class is a record, or has a
/// constructor, that takes one. `-Dgroups=aws` runs these classes alone.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("aws")
@ParameterizedClass
@ExtendWith(TwinLimits.class)
@MethodSource("dev.posthouse.testing.AwsEndpoint#all")
public @interface OnEveryAws {}
