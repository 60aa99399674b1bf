# The JVM of the coupon service, with the JMX exporter in it.
FROM maven:3-eclipse-temurin-17
WORKDIR /app
COPY test/stack/jars/pom.xml pom.xml
RUN mvn -B -q dependency:copy-dependencies -DincludeScope=runtime -DincludeArtifactIds=jmx_prometheus_javaagent -Dmdep.stripVersion=true -DoutputDirectory=.
COPY test/stack/jvm/Step.java test/stack/jvm/jmx.yml ./
CMD ["java", "-Xmx512m", "-XX:+UseG1GC", "-javaagent:jmx_prometheus_javaagent.jar=9404:jmx.yml", "Step.java", "8080", "195", "0.0.0.0"]
